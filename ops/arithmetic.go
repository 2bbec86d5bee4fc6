package ops

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Add is x + y, broadcast. Both are of one dtype: float32, float64 or int.
func Add(x, y *gorgonia.Node) (*gorgonia.Node, error) {
	return binary(Def{
		Name:    "add",
		Forward: byOperand(rowwise(kernel.AddRow[float32]), rowwise(kernel.AddRow[float64]), rowwise(kernel.AddRow[int]), nil),
		Gradient: func(in gorgonia.Nodes, _, dy *gorgonia.Node) (gorgonia.Nodes, error) {
			return toOperands(in, given(dy), given(dy))
		},
	}, isNumber, x, y)
}

// Sub is x - y, broadcast. Both are of one dtype: float32, float64 or int.
func Sub(x, y *gorgonia.Node) (*gorgonia.Node, error) {
	return binary(Def{
		Name:    "sub",
		Forward: byOperand(rowwise(kernel.SubRow[float32]), rowwise(kernel.SubRow[float64]), rowwise(kernel.SubRow[int]), nil),
		Gradient: func(in gorgonia.Nodes, _, dy *gorgonia.Node) (gorgonia.Nodes, error) {
			return toOperands(in, given(dy), func() (*gorgonia.Node, error) { return Neg(dy) })
		},
	}, isNumber, x, y)
}

// Mul is x·y element by element, broadcast. Both are of one dtype: float32,
// float64 or int.
func Mul(x, y *gorgonia.Node) (*gorgonia.Node, error) {
	return binary(Def{
		Name:    "mul",
		Forward: byOperand(rowwise(kernel.MulRow[float32]), rowwise(kernel.MulRow[float64]), rowwise(kernel.MulRow[int]), nil),
		Gradient: func(in gorgonia.Nodes, _, dy *gorgonia.Node) (gorgonia.Nodes, error) {
			return toOperands(in,
				func() (*gorgonia.Node, error) { return Mul(dy, in[1]) },
				func() (*gorgonia.Node, error) { return Mul(dy, in[0]) })
		},
	}, isNumber, x, y)
}

// Div is x/y element by element, broadcast. Both are of one float dtype.
func Div(x, y *gorgonia.Node) (*gorgonia.Node, error) {
	return binary(Def{
		Name:    "div",
		Forward: byFloat(rowwise(kernel.DivRow[float32]), rowwise(kernel.DivRow[float64])),
		Gradient: func(in gorgonia.Nodes, out, dy *gorgonia.Node) (gorgonia.Nodes, error) {
			return toOperands(in,
				func() (*gorgonia.Node, error) { return Div(dy, in[1]) },
				func() (*gorgonia.Node, error) { return divisorGradient(in[1], out, dy) })
		},
	}, isFloat, x, y)
}

// divisorGradient is -dy·q/y for q = x/y.
func divisorGradient(y, q, dy *gorgonia.Node) (*gorgonia.Node, error) {
	g, err := Mul(dy, q)
	if err != nil {
		return nil, err
	}
	if g, err = Div(g, y); err != nil {
		return nil, err
	}
	return Neg(g)
}

// binary applies a broadcast operation whose operands and result are of one
// dtype that accept admits.
func binary(d Def, accept func(Type) bool, x, y *gorgonia.Node) (*gorgonia.Node, error) {
	want := "float32 or float64"
	if accept(Type{Dtype: tensor.Int}) {
		want = "float32, float64 or int"
	}
	d.Infer = func(in []Type) (Type, error) { return broadcastTypes([]string{"x", "y"}, in, accept, want) }
	d.InPlace = []int{0, 1}
	return apply(d, x, y)
}

// rowwise binds a broadcast operation whose result has its operands' dtype.
func rowwise[T kernel.Element](f func(z, x []T, sx int, y []T, sy int)) func(*Call) func() {
	return func(c *Call) func() { return rows(c, elements[T](c.Out), f) }
}

// draw draws a node.
type draw = func() (*gorgonia.Node, error)

func given(n *gorgonia.Node) draw {
	return func() (*gorgonia.Node, error) { return n, nil }
}

// toOperands sums gradients of the result's shape to the operands' shapes.
func toOperands(in gorgonia.Nodes, grads ...draw) (gorgonia.Nodes, error) {
	out := make(gorgonia.Nodes, len(in))
	for i, grad := range grads {
		if grad == nil {
			continue
		}
		g, err := grad()
		if err != nil {
			return nil, err
		}
		if out[i], err = SumTo(g, in[i].Shape()...); err != nil {
			return nil, err
		}
	}
	return out, nil
}
