package optimizers

import (
	"math"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// ClipNorm keeps the norm of all parameters' updates together below Max (Pascanu
// et al. 2013, On the Difficulty of Training Recurrent Neural Networks, algorithm
// 1), with PyTorch's constant:
//
//	u ← u·min(1, Max/(‖u‖ + 1e-6))
//
// The norm is summed in float64 and in a fixed order.
type ClipNorm struct {
	Max float64

	norm, factor float64
}

// NewClipNorm makes a link for NewChain or Chain.Before.
func NewClipNorm(most float64) *ClipNorm { return &ClipNorm{Max: most} }

// Norm is ‖u‖ at the last step, before it was clipped.
func (c *ClipNorm) Norm() float64 { return c.norm }

// Slots are none.
func (c *ClipNorm) Slots() []string { return nil }

// Begin refuses a Max that is not above 0.
func (c *ClipNorm) Begin(int) error { return above("ClipNorm.Max", c.Max) }

// Apply multiplies by what the norm demands.
func (c *ClipNorm) Apply(p *Piece) { scale(p.Update, c.factor) }

// settle is called before Apply, as soon as the norm is known.
func (c *ClipNorm) settle(norm float64) {
	c.norm, c.factor = norm, math.Min(1, c.Max/(norm+1e-6))
}

func (c *ClipNorm) scale() float64 { return c.factor }

func scale(u Floats, f float64) {
	if f != 1 {
		kernel.Scale(u.F32, u.F32, float32(f))
		kernel.Scale(u.F64, u.F64, f)
	}
}
