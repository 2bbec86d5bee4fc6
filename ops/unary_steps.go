package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Sign is 1, -1 or 0 by the sign of x, 0 for NaN. No gradient passes through it.
func Sign(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("sign", Reads{}, loops[float32](kernel.Sign, nil), loops[float64](kernel.Sign, nil), x)
}

// Floor is the largest whole number ≤ x. No gradient passes through it.
func Floor(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("floor", Reads{}, loops[float32](kernel.Floor, nil), loops[float64](kernel.Floor, nil), x)
}

// Ceil is the smallest whole number ≥ x. No gradient passes through it.
func Ceil(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("ceil", Reads{}, loops[float32](kernel.Ceil, nil), loops[float64](kernel.Ceil, nil), x)
}

// Round is the whole number nearest to x, of two the even one. No gradient passes
// through it.
func Round(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("round", Reads{}, loops[float32](kernel.Round, nil), loops[float64](kernel.Round, nil), x)
}

// Clamp is min(max(x, lo), hi). Its derivative is 1 from lo to hi, both ends
// included, else 0. Either bound may be infinite.
func Clamp(x *gorgonia.Node, lo, hi float64) (*gorgonia.Node, error) {
	if !(lo <= hi) {
		return nil, fmt.Errorf("clamp: from %v to %v: want the lower bound first", lo, hi)
	}
	return unary("clamp", readsX, clampBy[float32](lo, hi), clampBy[float64](lo, hi), x)
}

func clampBy[T kernel.Float](lo, hi float64) pointwise[T] {
	return pointwise[T]{
		f:  func(y, x []T) { kernel.Clamp(y, x, T(lo), T(hi)) },
		df: func(dx, x, dy []T) { kernel.ClampGrad(dx, x, dy, T(lo), T(hi)) },
	}
}
