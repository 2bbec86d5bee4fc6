package train

import (
	"context"
	"fmt"
	"math"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/optimizers"
)

// Validation is a loss on data that is not trained on.
type Validation struct {
	// Function computes one batch: a function without Options.Training on the
	// store that is trained, with a scalar output "loss" and, if batches weigh
	// differently, a scalar "weight", such as the number of tokens.
	Function *graph.Function

	Batches int                               // how many there are
	Batch   func(i int) (graph.Values, error) // number i; as Source, used before the next call
	Every   int                               // steps; it is also done after the last. 0: only then

	// Measure, if it is given, is what is done in place of all batches: it finds the
	// loss, and a score called Metric, such as accuracy or F1. The higher the score
	// the better a validation is; of equal ones the loss decides.
	Measure func(ctx context.Context) (loss, score float64, err error)
	Metric  string
}

// run is the loss and, if there is a Measure, the score.
func (v *Validation) run(ctx context.Context) (loss, score float64, err error) {
	if v.Measure == nil {
		loss, err = v.Loss(ctx)
		return loss, 0, err
	}
	if loss, score, err = v.Measure(ctx); err != nil {
		return loss, score, err
	}
	for name, x := range map[string]float64{"loss": loss, v.Metric: score} {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return loss, score, fmt.Errorf("the %s of validation is %v: %w", name, x, optimizers.ErrNotFinite)
		}
	}
	return loss, score, nil
}

// Loss is Σ weight·loss / Σ weight over all batches. It ends with ctx's error if
// that is done before.
func (v *Validation) Loss(ctx context.Context) (float64, error) {
	if err := v.check(); err != nil {
		return 0, err
	}
	states := graph.NewStates()
	sum, total := 0.0, 0.0
	for i := range v.Batches {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		loss, weight, err := v.batch(i, states)
		if err != nil {
			return 0, fmt.Errorf("validation batch %d: %w", i, err)
		}
		sum, total = sum+weight*loss, total+weight
	}
	loss := sum / total
	if math.IsNaN(loss) || math.IsInf(loss, 0) {
		return loss, fmt.Errorf("the loss of validation is %v: %w", loss, optimizers.ErrNotFinite)
	}
	return loss, nil
}

func (v *Validation) batch(i int, states *graph.States) (loss, weight float64, err error) {
	values, err := v.Batch(i)
	if err != nil {
		return 0, 0, err
	}
	err = v.Function.Call(values, states, func(r *graph.Results) (err error) {
		if loss, err = r.Float("loss"); err != nil {
			return err
		}
		if weight = 1; r.Has("weight") {
			weight, err = r.Float("weight")
		}
		return err
	})
	return loss, weight, err
}

func (v *Validation) check() error {
	switch {
	case v == nil:
		return nil
	case v.Every < 0:
		return fmt.Errorf("validation: every %d steps: want 1 or more, or 0 for the last step only", v.Every)
	case v.Measure != nil:
		if v.Metric == "" {
			return fmt.Errorf("validation: want a Metric beside Measure: what its score is called")
		}
	case v.Function == nil || v.Batch == nil:
		return fmt.Errorf("validation: want a Function and a Batch")
	case v.Batches < 1:
		return fmt.Errorf("validation: %d batches: want at least 1; the validation text may be shorter than a block", v.Batches)
	}
	return nil
}
