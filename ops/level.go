package ops

import (
	"errors"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Level names the instructions that operations run on in this process: results
// are the same bits for any number of workers at one level. It is the best that
// the processor has, or what the environment variable GAZE_LEVEL says: avx512,
// avx2, neon or plain; compiling a graph fails if that cannot be, as
// CheckEnvironment does.
func Level() string { return kernel.LevelName() }

// Workers is how many workers share the work of an operation: as many as Go may
// run at once, or what the environment variable GAZE_THREADS says. The error says
// what is wrong with that; the number is then Go's.
func Workers() (int, error) { return kernel.Threads() }

// CheckEnvironment says what is wrong with GAZE_THREADS and GAZE_LEVEL: a word
// that is none of theirs, or a level that the processor or this program lacks.
func CheckEnvironment() error {
	_, threads := kernel.Threads()
	_, level := kernel.Level()
	return errors.Join(threads, level)
}
