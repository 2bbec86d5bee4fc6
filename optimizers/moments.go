package optimizers

import (
	"math"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Moments divides the gradient's running mean by the root of its running square
// (Kingma & Ba 2015, Adam: A Method for Stochastic Optimization, algorithm 1).
// At the t-th step of a parameter, from 1,
//
//	m ← Beta1·m + (1-Beta1)·u
//	v ← Beta2·v + (1-Beta2)·u²
//	u ← (m/(1-Beta1ᵗ)) / (√(v/(1-Beta2ᵗ)) + Epsilon)
//
// A gradient whose square overflows, above 1.8e19 in float32, is an error as NaN
// is (ErrNotFinite), unless it is clipped before.
type Moments struct {
	Beta1, Beta2 float64
	Epsilon      float64
}

// NewMoments makes a link for NewChain, with 0.9, 0.999 and 1e-8.
func NewMoments() *Moments { return &Moments{Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8} }

var momentSlots = []string{"exp_avg", "exp_avg_sq"} // PyTorch's names

// Slots are m and v.
func (m *Moments) Slots() []string { return momentSlots }

// Begin refuses a Beta that is not 0 ≤ Beta < 1, and a negative Epsilon.
func (m *Moments) Begin(int) error {
	if err := belowOne("Beta1", m.Beta1); err != nil {
		return err
	}
	if err := belowOne("Beta2", m.Beta2); err != nil {
		return err
	}
	return atLeastZero("Epsilon", m.Epsilon)
}

// Apply updates the moments.
func (m *Moments) Apply(p *Piece) {
	s := m.constants(p.factors)
	kernel.AdamUpdate(p.Update.F32, p.Slots[0].F32, p.Slots[1].F32, s)
	kernel.AdamUpdate(p.Update.F64, p.Slots[0].F64, p.Slots[1].F64, s)
}

// factorsOf are the corrections of the moments' bias towards their start, zero.
func (m *Moments) factorsOf(_ string, _ []int, step int) (factors, error) {
	t := float64(step + 1)
	return factors{1 / (1 - math.Pow(m.Beta1, t)), 1 / math.Sqrt(1-math.Pow(m.Beta2, t))}, nil
}

func (m *Moments) constants(f factors) kernel.AdamStep {
	return kernel.AdamStep{Scale: 1, Beta1: m.Beta1, Beta2: m.Beta2, Unbias1: f[0], Unbias2: f[1], Epsilon: m.Epsilon}
}
