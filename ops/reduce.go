package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Sum is the sum over axes, over all if none is given. keep leaves an axis of 1
// in their place. It is pairwise along the last axis and blocked along others, in
// an order that depends on the shape alone.
func Sum(x *gorgonia.Node, keep bool, axes ...int) (*gorgonia.Node, error) {
	return overAxes("sum", x, keep, axes, summed(1))
}

// Mean is the mean over axes, over all if none is given. keep leaves an axis of
// 1 in their place.
func Mean(x *gorgonia.Node, keep bool, axes ...int) (*gorgonia.Node, error) {
	return overAxes("mean", x, keep, axes, func(in Type, kept []int) Def {
		return summed(float64(size(kept))/float64(in.Size()))(in, kept)
	})
}

// SumTo is x summed to shape, from which it could have been broadcast: shapes
// are aligned at their last axes; axes in front and those where shape has 1 are
// summed. It is what a broadcast makes of its gradient.
func SumTo(x *gorgonia.Node, shape ...int) (*gorgonia.Node, error) {
	if x != nil && equalShapes(x.Shape(), shape) {
		return x, nil
	}
	return resolved("sum to shape", func(in []Type) (Type, Def, error) {
		kept, err := aligned(in[0].Shape, shape)
		if err != nil {
			return Type{}, Def{}, fmt.Errorf("x %s to %s: %w", in[0], ShapeString(shape), err)
		}
		return in[0].With(append([]int{}, shape...)...), summed(1)(in[0], kept), floatOnly(in[0])
	}, x)
}

// aligned is shape with axes of 1 in front, of x's rank.
func aligned(x, shape []int) ([]int, error) {
	ahead := len(x) - len(shape)
	if ahead < 0 {
		return nil, fmt.Errorf("want at most %d axes", len(x))
	}
	kept := make([]int, len(x))
	for a := range kept {
		kept[a] = 1
		if a >= ahead {
			kept[a] = shape[a-ahead]
		}
		if kept[a] != 1 && kept[a] != x[a] {
			return nil, fmt.Errorf("axis %d is %d, want %d or 1", a-ahead, kept[a], x[a])
		}
	}
	return kept, nil
}

// reducing makes the Def of a reduction of a type to kept, the same shape with 1
// for each axis reduced.
type reducing func(in Type, kept []int) Def

// overAxes applies a reduction over axes, over all if there are none.
func overAxes(name string, x *gorgonia.Node, keep bool, axes []int, def reducing) (*gorgonia.Node, error) {
	return resolved(name, func(in []Type) (Type, Def, error) {
		kept, out, err := reducedShape(in[0].Shape, keep, axes)
		if err != nil {
			return Type{}, Def{}, fmt.Errorf("x %s: %w", in[0], err)
		}
		return in[0].With(out...), def(in[0], kept), floatOnly(in[0])
	}, x)
}

// reducedShape is x with 1 for each of axes, and with them left out unless keep.
func reducedShape(x []int, keep bool, axes []int) (kept, out []int, err error) {
	gone := make([]bool, len(x))
	for _, axis := range axes {
		a, err := axisOf(axis, len(x))
		if err != nil {
			return nil, nil, err
		}
		if gone[a] {
			return nil, nil, fmt.Errorf("axis %d is named twice", axis)
		}
		gone[a] = true
	}
	kept, out = []int{}, []int{}
	for a, n := range x {
		reduced := gone[a] || len(axes) == 0
		if reduced {
			n = 1
		}
		kept = append(kept, n)
		if keep || !reduced {
			out = append(out, n)
		}
	}
	return kept, out, nil
}

// summed is factor times the sum. Its gradient is repeated to x's shape.
func summed(factor float64) reducing {
	return func(in Type, kept []int) Def {
		return Def{
			Forward: byFloat(sumForward[float32](kept, factor), sumForward[float64](kept, factor)),
			Gradient: func(_ gorgonia.Nodes, _, dy *gorgonia.Node) (gorgonia.Nodes, error) {
				dx, err := repeat(dy, kept, in.Shape, factor)
				return gorgonia.Nodes{dx}, err
			},
		}
	}
}

func sumForward[T kernel.Float](kept []int, factor float64) func(c *Call) func() {
	return func(c *Call) func() {
		y := floats[T](c.Out)
		sum := reduce(c, y, floats[T](c.In[0]), newFolds(c.In[0].Shape, kept), kernel.Sums[T]())
		if factor == 1 {
			return sum
		}
		return inOrder(sum, c.For(len(y), pointGrain, func(lo, hi int) { kernel.Scale(y[lo:hi], y[lo:hi], T(factor)) }))
	}
}

// repeat is factor·dy, in the shape kept, repeated to shape.
func repeat(dy *gorgonia.Node, kept, shape []int, factor float64) (*gorgonia.Node, error) {
	var err error
	if factor != 1 {
		if dy, err = Scale(dy, factor); err != nil {
			return nil, err
		}
	}
	if dy, err = Reshape(dy, kept...); err != nil {
		return nil, err
	}
	return Expand(dy, shape...)
}

func floatOnly(x Type) error {
	if !x.Float() {
		return fmt.Errorf("x %s: want float32 or float64", x)
	}
	return nil
}
