package train_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/train"
)

// The test binary runs as the process that is killed if childFolder is set.
const childFolder = "GAZE_TRAIN_CHILD"

// exitInterrupted is the child's status if it was interrupted.
const exitInterrupted = 3

func TestMain(m *testing.M) {
	if folder := os.Getenv(childFolder); folder != "" {
		os.Exit(child(folder))
	}
	inMemory()
	os.Exit(m.Run())
}

// inMemory lets the tests, which save thousands of times, do so where syncing
// costs nothing, unless they were told where.
func inMemory() {
	const folder = "/dev/shm"
	if info, err := os.Stat(folder); os.Getenv("TMPDIR") == "" && err == nil && info.IsDir() {
		_ = os.Setenv("TMPDIR", folder)
	}
}

// child trains slowly, so that it can be killed anywhere, and says so when it
// begins with the first step.
func child(folder string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	tr, err := makeTrainer(folder)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	source := tr.Source
	tr.Source = func(step, micro int) (graph.Values, error) {
		time.Sleep(2 * time.Millisecond)
		return source(step, micro)
	}
	tr.Pause(func(string) error { time.Sleep(time.Millisecond); return nil })
	tr.Observers = []train.Observer{limitFiles, func(e train.Event) {
		if e.Kind == train.Started {
			fmt.Println("started")
		}
	}}
	_, err = tr.Run(ctx)
	switch {
	case errors.Is(err, train.ErrInterrupted):
		return exitInterrupted
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println("done")
	return 0
}

// process is a child that runs.
type process struct {
	*exec.Cmd
	out *bufio.Reader
	err *os.File
}

func startChild(t *testing.T, folder string, env ...string) *process {
	t.Helper()
	exe, err := os.Executable()
	require.NoError(t, err)
	c := exec.Command(exe)
	c.Env = append(os.Environ(), append(env, childFolder+"="+folder, "GAZE_THREADS=1")...)
	stderr, err := os.CreateTemp(t.TempDir(), "stderr")
	require.NoError(t, err)
	t.Cleanup(func() { _ = stderr.Close() })
	c.Stderr = stderr
	out, err := c.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, c.Start())
	return &process{c, bufio.NewReader(out), stderr}
}

// started waits until the child begins with its first step, or ends.
func (p *process) started() { _, _ = p.out.ReadString('\n') }

// ended is the child's exit status, −1 if a signal has ended its run.
func (p *process) ended(t *testing.T) int {
	t.Helper()
	rest, _ := io.ReadAll(p.out)
	_ = p.Wait()
	if strings.Contains(string(rest), "done\n") {
		return 0 // whatever came when the run was over, but not yet the process
	}
	code := p.ProcessState.ExitCode()
	if code == 1 {
		text, _ := os.ReadFile(p.err.Name())
		t.Fatalf("the child failed: %s", text)
	}
	return code
}
