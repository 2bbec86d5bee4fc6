package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// ArgMax is the index of the largest element along an axis, an int: of equals the
// first, or the last one. NaN counts as largest. keep leaves an axis of 1.
func ArgMax(x *gorgonia.Node, axis int, keep, last bool) (*gorgonia.Node, error) {
	return argBest("argmax", x, axis, keep, last, true)
}

// ArgMin is the index of the smallest element along an axis, an int: of equals the
// first, or the last one. NaN counts as smallest. keep leaves an axis of 1.
func ArgMin(x *gorgonia.Node, axis int, keep, last bool) (*gorgonia.Node, error) {
	return argBest("argmin", x, axis, keep, last, false)
}

func argBest(name string, x *gorgonia.Node, axis int, keep, last, largest bool) (*gorgonia.Node, error) {
	return resolved(name, func(in []Type) (Type, Def, error) {
		a, err := numberAxis(in[0], axis)
		if err != nil {
			return Type{}, Def{}, err
		}
		_, out, err := reducedShape(in[0].Shape, keep, []int{a})
		l := lanesAlong(in[0].Shape, a)
		return Type{tensor.Int, out}, Def{
			Forward: byOperand(argForward[float32](l, largest, last), argForward[float64](l, largest, last),
				argForward[int](l, largest, last), nil),
		}, err
	}, x)
}

func argForward[T kernel.Number](l lanes, largest, last bool) func(*Call) func() {
	return func(c *Call) func() {
		y, x := c.Out.Int, elements[T](c.In[0])
		return l.each(c, func(o, lo, hi int) {
			from, to := l.part(o)
			kernel.ArgBest(y[o*l.inner:(o+1)*l.inner], x[from:to], l.inner, lo, hi, largest, last)
		})
	}
}

// numberAxis resolves an axis of x, which must be of numbers.
func numberAxis(x Type, axis int) (int, error) {
	if !isNumber(x) {
		return 0, fmt.Errorf("x %s: want float32, float64 or int", x)
	}
	a, err := axisOf(axis, x.Rank())
	if err != nil {
		return 0, fmt.Errorf("x %s: %w", x, err)
	}
	return a, nil
}
