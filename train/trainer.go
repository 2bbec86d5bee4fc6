package train

import (
	"context"
	"fmt"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/optimizers"
)

// Trainer is a training run. Its fields must not change while it runs.
type Trainer struct {
	// Function computes one micro-batch: a function with Options.Training whose
	// drawing calls Minimize and has a scalar output "loss". Nothing else may run
	// it meanwhile. With Accumulate above 1 it needs Options.Accumulate.
	Function *graph.Function

	Optimizer  optimizers.Optimizer // made as for the run that is resumed
	Source     Source
	Validation *Validation // nil is none

	Steps      int // of the whole run, those before a resume counted
	Accumulate int // micro-batches a step; 0 is 1
	Patience   int // stop after as many validations that were not the best; 0 is never

	Checkpoints Checkpoints
	Observers   []Observer

	pause func(at string) error // called between the parts of a save, for tests
}

// Source is the values for a micro-batch of a step, both counted from 0, by the
// names of the drawing's inputs. They must depend on nothing else, for a run that
// is resumed asks again. They are used before the next call, so they may be the
// same memory each time.
type Source func(step, micro int) (graph.Values, error)

// Run trains until Steps or Patience is reached, or goes on from the newest
// checkpoint until then. Whatever happens, the store holds the parameters after
// the last whole step. See the package for what errors say.
func (t *Trainer) Run(ctx context.Context) (Summary, error) {
	r, err := t.begin()
	if err != nil {
		return Summary{}, fmt.Errorf("train: %w", err)
	}
	defer r.close()
	err = r.loop(ctx)
	if err != nil {
		err = fmt.Errorf("train: %w", err)
	}
	r.emit(Event{Kind: Ended, Err: err})
	return r.summary(), err
}

// Summary is how a run stands when Run returns.
type Summary struct {
	Step    int  // steps done
	Steps   int  // of the whole run
	Resumed int  // the step that this call went on from, 0 if it began anew
	Early   bool // Patience has ended it

	Loss       float64 // of the last step
	Validation float64 // the last loss there; 0 if there is none
	Best       float64 // the loss of the best
	BestScore  float64 // its score, if there is one
	BestStep   int     // and when that was; 0 if never

	Saved string // the newest checkpoint's folder, "" if there is none
}

// check finds what can be wrong with the fields themselves.
func (t *Trainer) check() error {
	switch {
	case t.Function == nil || t.Optimizer == nil || t.Source == nil:
		return fmt.Errorf("want a Function, an Optimizer and a Source")
	case t.Steps < 1:
		return fmt.Errorf("%d steps: want at least 1", t.Steps)
	case t.Accumulate < 0:
		return fmt.Errorf("accumulate is %d: want 1 or more micro-batches a step, or 0 for 1", t.Accumulate)
	case t.Patience < 0:
		return fmt.Errorf("patience is %d: want 0, for never, or more", t.Patience)
	case t.Patience > 0 && t.Validation == nil:
		return fmt.Errorf("patience is %d but there is no Validation whose loss could tell", t.Patience)
	}
	if err := t.Validation.check(); err != nil {
		return err
	}
	return t.Checkpoints.check()
}

func (t *Trainer) micros() int { return max(t.Accumulate, 1) }
