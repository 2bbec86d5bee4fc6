package graph

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// operation adds one operation of package ops.
type operation func(ns ...*gorgonia.Node) (*gorgonia.Node, error)

// apply draws op on xs. Nil nodes without a drawing to complain to stay nil.
func apply(op operation, xs ...*Node) *Node {
	g := graphOf(xs...)
	if g == nil {
		return nil
	}
	return g.draw(op, xs...)
}

func (x *Node) unary(f func(x *gorgonia.Node) (*gorgonia.Node, error)) *Node {
	return apply(func(ns ...*gorgonia.Node) (*gorgonia.Node, error) { return f(ns[0]) }, x)
}

func (x *Node) binary(f func(x, y *gorgonia.Node) (*gorgonia.Node, error), y *Node) *Node {
	return apply(func(ns ...*gorgonia.Node) (*gorgonia.Node, error) { return f(ns[0], ns[1]) }, x, y)
}

// with is a unary operation that has a number to it.
func (x *Node) with(f func(x *gorgonia.Node, a float64) (*gorgonia.Node, error), a float64) *Node {
	return x.unary(func(n *gorgonia.Node) (*gorgonia.Node, error) { return f(n, a) })
}

// Exp is eˣ.
func (x *Node) Exp() *Node { return x.unary(ops.Exp) }

// Log is the natural logarithm.
func (x *Node) Log() *Node { return x.unary(ops.Log) }

// Sqrt is √x.
func (x *Node) Sqrt() *Node { return x.unary(ops.Sqrt) }

// Rsqrt is 1/√x.
func (x *Node) Rsqrt() *Node { return x.unary(ops.Rsqrt) }

// Reciprocal is 1/x.
func (x *Node) Reciprocal() *Node { return x.unary(ops.Reciprocal) }

// Sin is the sine.
func (x *Node) Sin() *Node { return x.unary(ops.Sin) }

// Cos is the cosine.
func (x *Node) Cos() *Node { return x.unary(ops.Cos) }

// Tanh is the hyperbolic tangent.
func (x *Node) Tanh() *Node { return x.unary(ops.Tanh) }

// Sigmoid is 1/(1+e⁻ˣ).
func (x *Node) Sigmoid() *Node { return x.unary(ops.Sigmoid) }

// Erf is the error function.
func (x *Node) Erf() *Node { return x.unary(ops.Erf) }

// GELU is x·Φ(x), exactly (Hendrycks and Gimpel 2016).
func (x *Node) GELU() *Node { return x.unary(ops.GELU) }

// GELUTanh is GELU's tanh approximation, as GPT-2 uses it.
func (x *Node) GELUTanh() *Node { return x.unary(ops.GELUTanh) }

// ReLU is max(x, 0).
func (x *Node) ReLU() *Node { return x.unary(ops.ReLU) }

// SiLU is x·sigmoid(x).
func (x *Node) SiLU() *Node { return x.unary(ops.SiLU) }

// Softplus is log(1+eˣ).
func (x *Node) Softplus() *Node { return x.unary(ops.Softplus) }

// Abs is |x|.
func (x *Node) Abs() *Node { return x.unary(ops.Abs) }

// Neg is −x.
func (x *Node) Neg() *Node { return x.unary(ops.Neg) }

// Square is x².
func (x *Node) Square() *Node { return x.unary(ops.Square) }

// Scale is a·x.
func (x *Node) Scale(a float64) *Node { return x.with(ops.Scale, a) }

// Shift is x + c.
func (x *Node) Shift(c float64) *Node { return x.with(ops.Shift, c) }

// Power is xᵖ.
func (x *Node) Power(p float64) *Node { return x.with(ops.Power, p) }

// Clamp is x, but no less than lo and no more than hi.
func (x *Node) Clamp(lo, hi float64) *Node {
	return x.unary(func(n *gorgonia.Node) (*gorgonia.Node, error) { return ops.Clamp(n, lo, hi) })
}

// Not is true where x is false.
func (x *Node) Not() *Node { return x.unary(ops.Not) }

// Cast is x in another dtype: Float32, Float64, Int or Bool.
func (x *Node) Cast(dt tensor.Dtype) *Node {
	return x.unary(func(n *gorgonia.Node) (*gorgonia.Node, error) { return ops.Cast(n, dt) })
}
