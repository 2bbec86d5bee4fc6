package train

import (
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/optimizers"
)

// step does one step. An error has changed nothing.
func (r *run) step() error {
	began := time.Now()
	loss, err := r.gradients()
	if err != nil {
		return err
	}
	g := r.t.Function.Gradients()
	tokens := g.Weight()
	if tokens == float64(r.t.micros()) { // Minimize was given no weight, which is 1
		tokens = 0
	}
	g.Mean()
	if err := r.t.Optimizer.Update(r.store, g); err != nil {
		if errors.Is(err, optimizers.ErrNotFinite) {
			return r.locate(err, 0, r.t.micros())
		}
		return err
	}
	r.state.Step++
	r.state.Micros += r.t.micros()
	r.state.Updates = r.t.Optimizer.Steps()
	r.state.Loss = loss
	e := Event{Kind: Stepped, Loss: loss, Tokens: tokens, Rate: r.rate(), Norm: r.norm()}
	e.Seconds = time.Since(began).Seconds()
	r.emit(e)
	return nil
}

// gradients adds up those of the step's micro-batches, and is their loss.
func (r *run) gradients() (loss float64, err error) {
	sum, before := 0.0, 0.0
	for micro := range r.t.micros() {
		if err := r.call(r.state.Step, micro, micro == 0); err != nil {
			return 0, err
		}
		after := r.t.Function.Gradients().Weight()
		if math.IsNaN(r.loss) || math.IsInf(r.loss, 0) {
			return 0, r.locate(fmt.Errorf("the loss is %v: %w", r.loss, optimizers.ErrNotFinite), micro, micro+1)
		}
		sum += (after - before) * r.loss
		before = after
	}
	if !(before > 0) {
		return 0, fmt.Errorf("the weights of the loss add up to %v: want more than 0, such as a number of tokens", before)
	}
	return sum / before, nil
}

// call runs one micro-batch; afresh forgets the gradients before.
func (r *run) call(step, micro int, afresh bool) error {
	values, err := r.t.Source(step, micro)
	if err != nil {
		return fmt.Errorf("batch: %w", err)
	}
	if g := r.t.Function.Gradients(); afresh && g != nil {
		g.Zero()
	}
	r.t.Function.SetStep(r.randomStep(step, micro))
	return r.t.Function.Call(values, r.states, r.take)
}

// randomStep is what dropout is keyed by: the number of the micro-batch.
func (r *run) randomStep(step, micro int) uint64 { return uint64(step*r.t.micros() + micro) }

func (r *run) takeLoss(results *graph.Results) (err error) {
	r.loss, err = results.Float("loss")
	return err
}

// locate adds to an error where among the micro-batches from first to end the
// first NaN came up.
func (r *run) locate(err error, first, end int) error {
	const advice = "look at the data there, lower the learning rate, or clip the gradients"
	for micro := first; micro < end; micro++ {
		values, failed := r.t.Source(r.state.Step, micro)
		if failed != nil {
			break
		}
		if at := r.t.Function.FindNaN(values, r.randomStep(r.state.Step, micro)); at != nil {
			return fmt.Errorf("%w (micro-batch %d: the first NaN is at %w); %s", err, micro, at, advice)
		}
	}
	return fmt.Errorf("%w; %s", err, advice)
}
