package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// RotaryLayout is which elements of a head Rotary turns together.
type RotaryLayout int

const (
	RotaryHalves RotaryLayout = iota // i and i + r/2, as in GPT-NeoX and Hugging Face's Llama
	RotaryPairs                      // 2i and 2i + 1, as in the paper and Meta's Llama
)

// Rotary turns pairs of the elements of each head of x [batch, heads, seq, d] by
// angles that depend on the position p of the row (Su et al. 2021, equation 34):
//
//	a' = a·cos[p, i] - b·sin[p, i]
//	b' = b·cos[p, i] + a·sin[p, i]
//
// cos and sin are tables [positions, r/2], r ≤ d; elements from r on are left as
// they are. positions is Int, [seq] or [batch, seq]; one that the tables lack
// fails the run. The gradient, for x only, is the turn back.
func Rotary(x, cos, sin, positions *gorgonia.Node, layout RotaryLayout) (*gorgonia.Node, error) {
	return apply(Def{
		Name:        "rotary",
		Infer:       func(in []Type) (Type, error) { return inferRotary(in, layout) },
		Forward:     byFloat(rotaryForward[float32](layout), rotaryForward[float64](layout)),
		Backward:    byFloat(rotaryBackward[float32](layout), rotaryBackward[float64](layout)),
		Wrt:         []int{0},
		Reads:       Reads{In: []int{1, 2, 3}},
		InPlace:     []int{0},
		GradInPlace: true,
	}, x, cos, sin, positions)
}

func inferRotary(in []Type, layout RotaryLayout) (Type, error) {
	x, cos, sin, at := in[0], in[1], in[2], in[3]
	said := func(format string, args ...any) (Type, error) {
		return Type{}, fmt.Errorf("%s: %w", describe([]string{"x", "cos", "sin", "positions"}, in), fmt.Errorf(format, args...))
	}
	switch {
	case layout != RotaryHalves && layout != RotaryPairs:
		return said("layout %d: want RotaryHalves or RotaryPairs", layout)
	case !x.Float() || x.Rank() != 4:
		return said("x: want float32 or float64 [batch, heads, seq, d]")
	case cos.Dtype != x.Dtype || cos.Rank() != 2 || !sin.Equal(cos):
		return said("cos and sin: want %v [positions, r/2], both", x.Dtype)
	case 2*cos.Shape[1] > x.Shape[3]:
		return said("cos's last axis %d, want %d or less", cos.Shape[1], x.Shape[3]/2)
	}
	if err := wantInt("positions", at); err != nil {
		return said("%w", err)
	}
	batch, seq := x.Shape[0], x.Shape[2]
	if !equalShapes(at.Shape, []int{seq}) && !equalShapes(at.Shape, []int{batch, seq}) {
		return said("positions, want [%d] or [%d, %d]", seq, batch, seq)
	}
	return x, nil
}

func rotaryForward[T kernel.Float](layout RotaryLayout) func(*Call) func() {
	return func(c *Call) func() { return turn(c, layout, floats[T](c.Out), floats[T](c.In[0]), 1) }
}

func rotaryBackward[T kernel.Float](layout RotaryLayout) func(*Call) func() {
	return func(c *Call) func() { return turn(c, layout, floats[T](c.Grad[0]), floats[T](c.Dy), -1) }
}

// turn binds y = x turned by sign times the angles.
func turn[T kernel.Float](c *Call, layout RotaryLayout, y, x []T, sign T) func() {
	shape, at := c.In[0].Shape, c.In[3].Int
	heads, seq, d := shape[1], shape[2], shape[3]
	cos, sin := floats[T](c.In[1]), floats[T](c.In[2])
	length, half := c.In[1].Shape[0], c.In[1].Shape[1]
	rotate := kernel.RotateHalves[T]
	if layout == RotaryPairs {
		rotate = kernel.RotatePairs[T]
	}
	return bounded(c, "positions", c.In[3], 0, length-1, c.For(len(y)/d, max(1, pointGrain/d), func(lo, hi int) {
		for row := lo; row < hi; row++ {
			p := at[(row/(heads*seq)*seq+row%seq)%len(at)] * half
			rotate(y[row*d:][:d], x[row*d:][:d], cos[p:p+half], sin[p:p+half], sign)
		}
	}))
}
