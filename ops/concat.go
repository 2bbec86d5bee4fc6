package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Concat joins xs, of one dtype and of shapes that differ along the axis only.
func Concat(axis int, xs ...*gorgonia.Node) (*gorgonia.Node, error) {
	if len(xs) == 0 {
		return nil, fmt.Errorf("concat: nothing to join: want at least one operand")
	}
	return resolved("concat", func(in []Type) (Type, Def, error) {
		a, err := axisOf(axis, in[0].Rank())
		if err != nil {
			return Type{}, Def{}, fmt.Errorf("x0 %s: %w", in[0], err)
		}
		length := 0
		for i, t := range in {
			if t.Dtype != in[0].Dtype || t.Rank() != in[0].Rank() || !equalShapes(without(t.Shape, a), without(in[0].Shape, a)) {
				return Type{}, Def{}, fmt.Errorf("x0 %s · x%d %s: want equal dtypes, and shapes that differ along axis %d only", in[0], i, t, a)
			}
			length += t.Shape[a]
		}
		return in[0].With(splice(in[0].Shape, a, 1, length)...), Def{
			Forward:  func(c *Call) func() { return join(c, a) },
			View:     func(in []Type, _ *Env) (int, bool) { return 0, len(in) == 1 },
			Gradient: func(in gorgonia.Nodes, _, dy *gorgonia.Node) (gorgonia.Nodes, error) { return unjoin(in, dy, a) },
		}, nil
	}, xs...)
}

func join(c *Call, axis int) func() {
	var steps []func()
	to, start := strides(c.Out.Shape), 0
	for _, x := range c.In {
		b := kernel.NewBox(x.Shape, to, strides(x.Shape))
		b.ToStart = start
		start += x.Shape[axis] * to[axis]
		steps = append(steps, copyBox(c, c.Out, x, b))
	}
	return inOrder(steps...)
}

// unjoin is the gradients of the operands of a Concat.
func unjoin(in gorgonia.Nodes, dy *gorgonia.Node, axis int) (gorgonia.Nodes, error) {
	sizes := make([]int, len(in))
	for i, x := range in {
		sizes[i] = x.Shape()[axis]
	}
	return Split(dy, axis, sizes...)
}

// Stack joins xs, of one type, along a new axis at this place of the result.
func Stack(axis int, xs ...*gorgonia.Node) (*gorgonia.Node, error) {
	rows := make([]*gorgonia.Node, len(xs))
	for i, x := range xs {
		if x != nil && xs[0] != nil && !TypeOf(x).Equal(TypeOf(xs[0])) {
			return nil, fmt.Errorf("stack: x0 %s · x%d %s: want equal types", TypeOf(xs[0]), i, TypeOf(x))
		}
		var err error
		if rows[i], err = Unsqueeze(x, axis); err != nil {
			return nil, fmt.Errorf("stack: x%d: %w", i, err)
		}
	}
	return Concat(axis, rows...)
}
