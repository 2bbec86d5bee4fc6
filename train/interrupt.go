package train

import (
	"context"
	"errors"
	"fmt"
)

// ErrInterrupted is what the error of a run wraps if its context was cancelled.
var ErrInterrupted = errors.New("interrupted")

// interrupted saves, and says how to go on.
func (r *run) interrupted(ctx context.Context) error {
	at := fmt.Sprintf("after step %d of %d", r.state.Step, r.t.Steps)
	why := ErrInterrupted
	if cause := context.Cause(ctx); cause != nil && cause != context.Canceled {
		why = fmt.Errorf("%w: %w", ErrInterrupted, cause)
	}
	if r.saved != r.state.Step && r.state.Step > 0 {
		r.trySave()
	}
	switch {
	case r.failure != nil:
		return fmt.Errorf("%w %s, and this %w", why, at, r.unsaved())
	case !r.folder.exists():
		return fmt.Errorf("%w %s; nothing is saved, as no folder was given", why, at)
	case r.path == "":
		return fmt.Errorf("%w before the first step", why)
	}
	return errors.Join(fmt.Errorf("%w %s, saved in %s: run the same once more to go on from there", why, at, r.path), r.log.close())
}

// unsaved says what could not be saved, what is there nevertheless, and what to do.
func (r *run) unsaved() error {
	from := "from the beginning"
	if r.path != "" {
		from = "from " + r.path + ", which is whole"
	}
	return fmt.Errorf("could not be saved: %w; once the folder has room, run the same once more to go on %s", r.failure, from)
}
