package ops

import (
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// LeakyReLU is x where x > 0, else slope·x.
func LeakyReLU(x *gorgonia.Node, slope float64) (*gorgonia.Node, error) {
	return unary("leaky relu", readsX, leakyBy[float32](slope), leakyBy[float64](slope), x)
}

func leakyBy[T kernel.Float](slope float64) pointwise[T] {
	return pointwise[T]{
		f:  func(y, x []T) { kernel.LeakyReLU(y, x, T(slope)) },
		df: func(dx, x, dy []T) { kernel.LeakyReLUGrad(dx, x, dy, T(slope)) },
	}
}

// ELU is x where x > 0, else alpha·(e^x - 1) (Clevert and others, "Fast and Accurate
// Deep Network Learning by Exponential Linear Units", 2015).
func ELU(x *gorgonia.Node, alpha float64) (*gorgonia.Node, error) {
	return unary("elu", readsX, eluBy[float32](alpha, 1), eluBy[float64](alpha, 1), x)
}

// SELU is ELU scaled so that activations keep mean 0 and variance 1 from layer to
// layer (Klambauer and others, "Self-Normalizing Neural Networks", 2017, equation 2
// and its constants).
func SELU(x *gorgonia.Node) (*gorgonia.Node, error) {
	const (
		alpha = 1.6732632423543772848170429916717
		scale = 1.0507009873554804934193349852946
	)
	return unary("selu", readsX, eluBy[float32](alpha, scale), eluBy[float64](alpha, scale), x)
}

func eluBy[T kernel.Float](alpha, scale float64) pointwise[T] {
	return pointwise[T]{
		f:  func(y, x []T) { kernel.ELU(y, x, T(alpha), T(scale)) },
		df: func(dx, x, dy []T) { kernel.ELUGrad(dx, x, dy, T(alpha), T(scale)) },
	}
}
