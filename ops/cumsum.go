package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// CumSum is the running sum along an axis: each element is the sum of those up to
// it, without itself if exclusive; from the end if reverse. It is summed in
// float64.
func CumSum(x *gorgonia.Node, axis int, exclusive, reverse bool) (*gorgonia.Node, error) {
	return resolved("cumsum", func(in []Type) (Type, Def, error) {
		a, err := floatAxis(in[0], axis)
		if err != nil {
			return Type{}, Def{}, err
		}
		l := lanesAlong(in[0].Shape, a)
		return in[0], Def{
			Forward: byFloat(cumsumForward[float32](l, exclusive, reverse), cumsumForward[float64](l, exclusive, reverse)),
			InPlace: []int{0},
			Gradient: func(_ gorgonia.Nodes, _, dy *gorgonia.Node) (gorgonia.Nodes, error) {
				dx, err := CumSum(dy, axis, exclusive, !reverse)
				return gorgonia.Nodes{dx}, err
			},
		}, nil
	}, x)
}

func cumsumForward[T kernel.Float](l lanes, exclusive, reverse bool) func(*Call) func() {
	return func(c *Call) func() {
		y, x := floats[T](c.Out), floats[T](c.In[0])
		return l.each(c, func(o, lo, hi int) {
			from, to := l.part(o)
			kernel.CumSum(y[from:to], x[from:to], l.inner, lo, hi, exclusive, reverse)
		})
	}
}

// floatAxis resolves an axis of x, which must be of floats.
func floatAxis(x Type, axis int) (int, error) {
	if err := floatOnly(x); err != nil {
		return 0, err
	}
	a, err := axisOf(axis, x.Rank())
	if err != nil {
		return 0, fmt.Errorf("x %s: %w", x, err)
	}
	return a, nil
}
