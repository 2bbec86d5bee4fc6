package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Pow is x^y element by element, broadcast, of one float dtype: NaN for a
// negative x and a y that is not whole. The derivative with respect to y is 0
// where x is 0 and y is not negative.
func Pow(x, y *gorgonia.Node) (*gorgonia.Node, error) {
	return binary(Def{
		Name:    "pow",
		Forward: byFloat(rowwise(kernel.PowRow[float32]), rowwise(kernel.PowRow[float64])),
		Gradient: slopes(
			byFloat(slope(kernel.PowSlopeX[float32], false), slope(kernel.PowSlopeX[float64], false)),
			byFloat(slope(kernel.PowSlopeY[float32], false), slope(kernel.PowSlopeY[float64], false))),
	}, isFloat, x, y)
}

// Maximum is the larger of x and y, broadcast, of one dtype: float32, float64 or
// int. It is NaN if either is. Where they are equal each gets half the gradient.
func Maximum(x, y *gorgonia.Node) (*gorgonia.Node, error) {
	return binary(Def{
		Name:    "maximum",
		Forward: byOperand(rowwise(kernel.MaximumRow[float32]), rowwise(kernel.MaximumRow[float64]), rowwise(kernel.MaximumRow[int]), nil),
		Gradient: slopes(
			byFloat(slope(kernel.MaximumSlope[float32], false), slope(kernel.MaximumSlope[float64], false)),
			byFloat(slope(kernel.MaximumSlope[float32], true), slope(kernel.MaximumSlope[float64], true))),
	}, isNumber, x, y)
}

// Minimum is the smaller of x and y, broadcast, of one dtype: float32, float64 or
// int. It is NaN if either is. Where they are equal each gets half the gradient.
func Minimum(x, y *gorgonia.Node) (*gorgonia.Node, error) {
	return binary(Def{
		Name:    "minimum",
		Forward: byOperand(rowwise(kernel.MinimumRow[float32]), rowwise(kernel.MinimumRow[float64]), rowwise(kernel.MinimumRow[int]), nil),
		Gradient: slopes(
			byFloat(slope(kernel.MinimumSlope[float32], false), slope(kernel.MinimumSlope[float64], false)),
			byFloat(slope(kernel.MinimumSlope[float32], true), slope(kernel.MinimumSlope[float64], true))),
	}, isNumber, x, y)
}

// slopes draws the gradients of a broadcast operation from its two partial
// derivatives.
func slopes(byX, byY func(*Call) func()) func(in gorgonia.Nodes, out, dy *gorgonia.Node) (gorgonia.Nodes, error) {
	return func(in gorgonia.Nodes, out, dy *gorgonia.Node) (gorgonia.Nodes, error) {
		partial := func(forward func(*Call) func()) draw {
			return func() (*gorgonia.Node, error) {
				return apply(once(Def{
					Name:    out.Op().String() + " gradient",
					Infer:   func(in []Type) (Type, error) { return in[0], nil },
					Forward: forward,
					InPlace: []int{0},
				}), dy, in[0], in[1])
			}
		}
		return toOperands(in, partial(byX), partial(byY))
	}
}

// once is d without a second derivative: asking for one is an error, not a zero.
func once(d Def) Def {
	d.Gradient = func(gorgonia.Nodes, *gorgonia.Node, *gorgonia.Node) (gorgonia.Nodes, error) {
		return nil, fmt.Errorf("%s: a second derivative is not defined; build it from plain operations", d.Name)
	}
	return d
}

// slope binds g = dy times a partial derivative of (x, y), or of (y, x) if
// swapped, for operands dy, x and y.
func slope[T kernel.Float](f func(g, dy, x []T, sx int, y []T, sy int), swapped bool) func(*Call) func() {
	return func(c *Call) func() {
		g, dy, x, y := floats[T](c.Out), floats[T](c.In[0]), floats[T](c.In[1]), floats[T](c.In[2])
		b := kernel.NewBroadcast(c.Out.Shape, c.In[1].Shape, c.In[2].Shape)
		step := b.Steps()
		row := func(at, n int, from [3]int) {
			u, v := x[from[0]:], y[from[1]:]
			if swapped {
				f(g[at:at+n], dy[at:at+n], v, step[1], u, step[0])
				return
			}
			f(g[at:at+n], dy[at:at+n], u, step[0], v, step[1])
		}
		return c.For(b.Size(), pointGrain, func(lo, hi int) { b.Each(lo, hi, row) })
	}
}
