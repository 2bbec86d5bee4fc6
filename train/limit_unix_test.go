//go:build unix

package train_test

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/gaze-ml/gaze/train"
)

// limitFrom and limitTo tell a child between which steps no file may become
// longer than some bytes, as if the disk were full.
const limitSteps = "GAZE_TRAIN_LIMIT"

// limitFiles sets the limit as the run goes on, and reports failures.
func limitFiles(e train.Event) {
	var from, to int
	if n, _ := fmt.Sscanf(os.Getenv(limitSteps), "%d-%d", &from, &to); n < 2 {
		return
	}
	signal.Ignore(syscall.SIGXFSZ)
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		panic(err)
	}
	limit.Cur = limit.Max
	if e.Kind == train.Failed {
		fmt.Println("failed", e.Step, e.Err)
	}
	if from <= e.Step && e.Step < to {
		limit.Cur = 1000
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		panic(err)
	}
}
