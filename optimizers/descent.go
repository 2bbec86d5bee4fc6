package optimizers

import (
	"fmt"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Descent ends a chain: u ← LearningRate·Schedule(step)·Factor(path)·u.
type Descent struct {
	LearningRate float64

	// Schedule multiplies the rate at each step, counted from 0; nil is 1.
	Schedule Schedule

	// Factor multiplies the rate of each parameter, such as to let lower layers
	// learn slower; nil is 1.
	Factor func(path string, shape []int) float64

	rate float64
}

// NewDescent makes a link for NewChain.
func NewDescent(learningRate float64) *Descent { return &Descent{LearningRate: learningRate} }

// Rate is LearningRate·Schedule(step) at the last step.
func (d *Descent) Rate() float64 { return d.rate }

// Slots are none.
func (d *Descent) Slots() []string { return nil }

// Begin asks the schedule. It refuses a rate that is negative or not finite.
func (d *Descent) Begin(step int) error {
	if err := atLeastZero("LearningRate", d.LearningRate); err != nil {
		return err
	}
	d.rate = d.LearningRate
	if d.Schedule == nil {
		return nil
	}
	f := d.Schedule(step)
	if err := atLeastZero("Schedule", f); err != nil {
		return fmt.Errorf("step %d: %w", step, err)
	}
	d.rate *= f
	return nil
}

// Apply multiplies by the rate.
func (d *Descent) Apply(p *Piece) {
	kernel.Scale(p.Update.F32, p.Update.F32, float32(p.factors[0]))
	kernel.Scale(p.Update.F64, p.Update.F64, p.factors[0])
}

func (d *Descent) factorsOf(path string, shape []int, _ int) (factors, error) {
	if d.Factor == nil {
		return factors{d.rate}, nil
	}
	f := d.Factor(path, shape)
	if err := atLeastZero("Factor", f); err != nil {
		return factors{}, fmt.Errorf("%q: %w", path, err)
	}
	return factors{d.rate * f}, nil
}
