package ops

import (
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Sqrt is √x: NaN below 0. Its derivative at 0 is +Inf.
func Sqrt(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("sqrt", readsY, loops[float32](kernel.Sqrt, kernel.SqrtGrad), loops[float64](kernel.Sqrt, kernel.SqrtGrad), x)
}

// Rsqrt is 1/√x: +Inf for 0, NaN below.
func Rsqrt(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("rsqrt", readsY, loops[float32](kernel.Rsqrt, kernel.RsqrtGrad), loops[float64](kernel.Rsqrt, kernel.RsqrtGrad), x)
}

// Reciprocal is 1/x.
func Reciprocal(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("reciprocal", readsY, loops[float32](kernel.Reciprocal, kernel.ReciprocalGrad), loops[float64](kernel.Reciprocal, kernel.ReciprocalGrad), x)
}

// Square is x².
func Square(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("square", readsX, loops[float32](kernel.Square, kernel.SquareGrad), loops[float64](kernel.Square, kernel.SquareGrad), x)
}

// Power is x^p for a constant p, by the rules of IEEE 754: NaN for a negative x
// and a p that is not whole, 1 for p = 0.
func Power(x *gorgonia.Node, p float64) (*gorgonia.Node, error) {
	return unary("power", readsX, powerBy[float32](p), powerBy[float64](p), x)
}

func powerBy[T kernel.Float](p float64) pointwise[T] {
	return pointwise[T]{
		f:  func(y, x []T) { kernel.Power(y, x, p) },
		df: func(dx, x, dy []T) { kernel.PowerGrad(dx, x, dy, p) },
	}
}
