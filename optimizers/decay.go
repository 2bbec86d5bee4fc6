package optimizers

import "github.com/gaze-ml/gaze/internal/kernel"

// Decay adds the weights to the update: u ← u + WeightDecay·w.
//
// Before the moments it is the gradient of an L2 penalty, which Adam then
// divides away; after them it is decoupled weight decay (Loshchilov & Hutter
// 2019, Decoupled Weight Decay Regularization).
type Decay struct {
	WeightDecay float64

	// DecayOnly selects the parameters that decay; nil is all.
	DecayOnly Selector
}

// NewDecay makes a link for NewChain.
func NewDecay(weightDecay float64) *Decay { return &Decay{WeightDecay: weightDecay} }

// Slots are none.
func (d *Decay) Slots() []string { return nil }

// Begin refuses a negative decay.
func (d *Decay) Begin(int) error { return atLeastZero("WeightDecay", d.WeightDecay) }

// Apply adds WeightDecay·w where DecayOnly allows.
func (d *Decay) Apply(p *Piece) {
	if decay := p.factors[0]; decay != 0 {
		kernel.AddScaled(p.Update.F32, p.Weight.F32, float32(decay))
		kernel.AddScaled(p.Update.F64, p.Weight.F64, decay)
	}
}

func (d *Decay) factorsOf(path string, shape []int, _ int) (factors, error) {
	if d.DecayOnly == nil || d.DecayOnly(path, shape) {
		return factors{d.WeightDecay}, nil
	}
	return factors{}, nil
}
