package ops

import (
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Neg is -x.
func Neg(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("neg", readsNeither, loops[float32](kernel.Neg, negGrad), loops[float64](kernel.Neg, negGrad), x)
}

// Abs is |x|. Its derivative at 0 is 0.
func Abs(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("abs", readsX, loops[float32](kernel.Abs, kernel.AbsGrad), loops[float64](kernel.Abs, kernel.AbsGrad), x)
}

// Scale is a·x for a constant a.
func Scale(x *gorgonia.Node, a float64) (*gorgonia.Node, error) {
	return unary("scale", readsNeither, scaleBy[float32](a), scaleBy[float64](a), x)
}

func scaleBy[T kernel.Float](a float64) pointwise[T] {
	return pointwise[T]{
		f:  func(y, x []T) { kernel.Scale(y, x, T(a)) },
		df: func(dx, _, dy []T) { kernel.Scale(dx, dy, T(a)) },
	}
}

// Shift is x + c for a constant c.
func Shift(x *gorgonia.Node, c float64) (*gorgonia.Node, error) {
	return apply(Def{
		Name:    "shift",
		Infer:   sameFloat,
		Forward: byFloat(shiftBy[float32](c).forward, shiftBy[float64](c).forward),
		InPlace: []int{0},
		Gradient: func(_ gorgonia.Nodes, _, dy *gorgonia.Node) (gorgonia.Nodes, error) {
			return gorgonia.Nodes{dy}, nil
		},
	}, x)
}

func shiftBy[T kernel.Float](c float64) pointwise[T] {
	return pointwise[T]{f: func(y, x []T) { kernel.Shift(y, x, T(c)) }}
}

func negGrad[T kernel.Float](dx, _, dy []T) { kernel.Neg(dx, dy) }
