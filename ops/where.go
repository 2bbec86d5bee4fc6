package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Where is x where cond, a bool, is true, and y elsewhere, all three broadcast. x
// and y are of one dtype, any. The gradient goes to the operand that was taken;
// the other gets 0 there.
func Where(cond, x, y *gorgonia.Node) (*gorgonia.Node, error) {
	return apply(Def{
		Name:    "where",
		Infer:   whereType,
		Forward: byResult(whereRows[float32], whereRows[float64], whereRows[int], whereRows[bool]),
		InPlace: []int{1, 2},
		Gradient: func(in gorgonia.Nodes, _, dy *gorgonia.Node) (gorgonia.Nodes, error) {
			return toOperands(in, nil,
				func() (*gorgonia.Node, error) { return filled(dy, in[0], 0, false) },
				func() (*gorgonia.Node, error) { return filled(dy, in[0], 0, true) })
		},
	}, cond, x, y)
}

// MaskedFill is value where mask, a bool, is true, and x elsewhere; mask is
// broadcast to x's shape. value may be -Inf. The gradient is 0 where mask is true.
func MaskedFill(x, mask *gorgonia.Node, value float64) (*gorgonia.Node, error) {
	return filled(x, mask, value, true)
}

// filled is value where mask is when, and x elsewhere.
func filled(x, mask *gorgonia.Node, value float64, when bool) (*gorgonia.Node, error) {
	return apply(Def{
		Name:    "masked fill",
		Infer:   filledType,
		Forward: byFloat(fillRows[float32](value, when), fillRows[float64](value, when)),
		InPlace: []int{0},
		Gradient: func(in gorgonia.Nodes, _, dy *gorgonia.Node) (gorgonia.Nodes, error) {
			dx, err := filled(dy, in[1], 0, when)
			return gorgonia.Nodes{dx, nil}, err
		},
	}, x, mask)
}

func whereType(in []Type) (Type, error) {
	names := []string{"cond", "x", "y"}
	if in[0].Dtype != tensor.Bool {
		return Type{}, fmt.Errorf("%s: cond is %s, want bool", describe(names, in), in[0].Dtype)
	}
	if in[1].Dtype != in[2].Dtype {
		return Type{}, fmt.Errorf("%s: want x and y of one dtype", describe(names, in))
	}
	shape, err := broadcastShape(in[1].Shape, in[2].Shape)
	if err == nil {
		shape, err = broadcastShape(shape, in[0].Shape)
	}
	if err != nil {
		return Type{}, fmt.Errorf("%s: %w", describe(names, in), err)
	}
	return in[1].With(shape...), nil
}

func filledType(in []Type) (Type, error) {
	names := []string{"x", "mask"}
	if !in[0].Float() {
		return Type{}, fmt.Errorf("%s: x is %s, want float32 or float64", describe(names, in), in[0].Dtype)
	}
	if in[1].Dtype != tensor.Bool {
		return Type{}, fmt.Errorf("%s: mask is %s, want bool", describe(names, in), in[1].Dtype)
	}
	shape, err := broadcastShape(in[0].Shape, in[1].Shape)
	if err != nil {
		return Type{}, fmt.Errorf("%s: %w", describe(names, in), err)
	}
	if !equalShapes(shape, in[0].Shape) {
		return Type{}, fmt.Errorf("%s: mask is larger than x, want one that x's shape can take", describe(names, in))
	}
	return in[0], nil
}

func whereRows[T kernel.Element](c *Call) func() {
	z, cond, x, y := elements[T](c.Out), c.In[0].Bool, elements[T](c.In[1]), elements[T](c.In[2])
	b := kernel.NewBroadcast(c.Out.Shape, c.In[0].Shape, c.In[1].Shape, c.In[2].Shape)
	s := b.Steps()
	row := func(at, n int, from [3]int) {
		kernel.WhereRow(z[at:at+n], cond[from[0]:], s[0], x[from[1]:], s[1], y[from[2]:], s[2])
	}
	return c.For(b.Size(), pointGrain, func(lo, hi int) { b.Each(lo, hi, row) })
}

func fillRows[T kernel.Float](value float64, when bool) func(*Call) func() {
	return func(c *Call) func() {
		z, x, mask := floats[T](c.Out), floats[T](c.In[0]), c.In[1].Bool
		b := kernel.NewBroadcast(c.Out.Shape, c.In[1].Shape)
		s := b.Steps()[0]
		v := []T{T(value)}
		row := func(at, n int, from [3]int) {
			if when {
				kernel.WhereRow(z[at:at+n], mask[from[0]:], s, v, 0, x[at:], 1)
			} else {
				kernel.WhereRow(z[at:at+n], mask[from[0]:], s, x[at:], 1, v, 0)
			}
		}
		return c.For(b.Size(), pointGrain, func(lo, hi int) { b.Each(lo, hi, row) })
	}
}

// byResult chooses the loop for the dtype of the result.
func byResult(f32, f64, ints, bools func(*Call) func()) func(*Call) func() {
	return func(c *Call) func() {
		switch c.Out.Dtype {
		case tensor.Float64:
			return f64(c)
		case tensor.Int:
			return ints(c)
		case tensor.Bool:
			return bools(c)
		}
		return f32(c)
	}
}
