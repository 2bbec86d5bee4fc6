package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/gaze-ml/gaze/train"
)

// asItWas says of an interruption what became of a file that is written when it is
// whole: nothing. Other errors stay as they are.
func asItWas(err error, path string) error {
	switch {
	case !stoppedByUser(err):
		return err
	case exists(path):
		return fmt.Errorf("%w: %s is as it was before", train.ErrInterrupted, path)
	}
	return fmt.Errorf("%w: nothing was kept, and there is no %s", train.ErrInterrupted, path)
}

// stoppedByUser reports whether an error is that of an interruption.
func stoppedByUser(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, train.ErrInterrupted)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
