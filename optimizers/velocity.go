package optimizers

import (
	"fmt"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Velocity is the momentum of Sutskever et al. 2013 (On the Importance of
// Initialization and Momentum in Deep Learning), in PyTorch's form, in which the
// learning rate comes after it:
//
//	b ← Momentum·b + (1-Dampening)·u   (b ← u the first time)
//	u ← b, or u + Momentum·b if Nesterov
//
// With Momentum 0 it does nothing and keeps nothing: set to 0 between steps, it
// forgets b.
type Velocity struct {
	Momentum  float64
	Dampening float64
	Nesterov  bool
}

// NewVelocity makes a link for NewChain.
func NewVelocity(momentum float64) *Velocity { return &Velocity{Momentum: momentum} }

var velocitySlots = []string{"momentum_buffer"} // PyTorch's name

// Slots are b, none without momentum.
func (v *Velocity) Slots() []string {
	if v.Momentum == 0 {
		return nil
	}
	return velocitySlots
}

// Begin refuses what is out of range, and Nesterov's with dampening or without
// momentum.
func (v *Velocity) Begin(int) error {
	if err := belowOne("Momentum", v.Momentum); err != nil {
		return err
	}
	if err := atLeastZero("Dampening", v.Dampening); err != nil {
		return err
	}
	if v.Nesterov && (v.Momentum == 0 || v.Dampening != 0) {
		return fmt.Errorf("momentum %v and dampening %v: Nesterov's wants momentum and no dampening", v.Momentum, v.Dampening)
	}
	return nil
}

// Apply updates the velocity.
func (v *Velocity) Apply(p *Piece) {
	if v.Momentum == 0 {
		return
	}
	s := v.constants(p.factors)
	kernel.MomentumUpdate(p.Update.F32, p.Slots[0].F32, s)
	kernel.MomentumUpdate(p.Update.F64, p.Slots[0].F64, s)
}

// factorsOf is what enters the velocity of the gradient.
func (v *Velocity) factorsOf(_ string, _ []int, step int) (factors, error) {
	if step == 0 {
		return factors{1}, nil
	}
	return factors{1 - v.Dampening}, nil
}

func (v *Velocity) constants(f factors) kernel.SGDStep {
	s := kernel.SGDStep{Scale: 1, Momentum: v.Momentum, New: f[0], FromVelocity: 1}
	if v.Nesterov {
		s.FromGradient, s.FromVelocity = 1, v.Momentum
	}
	return s
}
