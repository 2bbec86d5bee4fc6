package ops

import (
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// GELU is x·Φ(x), where Φ(x) = (1 + erf(x/√2))/2 is the normal distribution
// (Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016).
func GELU(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("gelu", readsX, loops[float32](kernel.GELU, kernel.GELUGrad), loops[float64](kernel.GELU, kernel.GELUGrad), x)
}

// GELUTanh is GELU's approximation ½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))).
func GELUTanh(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("gelu tanh", readsX, loops[float32](kernel.GELUTanh, kernel.GELUTanhGrad), loops[float64](kernel.GELUTanh, kernel.GELUTanhGrad), x)
}

// ReLU is max(x, 0). Its derivative at 0 is 0.
func ReLU(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("relu", readsY, loops[float32](kernel.ReLU, kernel.ReLUGrad), loops[float64](kernel.ReLU, kernel.ReLUGrad), x)
}

// SiLU is x·σ(x), also called swish, where σ is the sigmoid.
func SiLU(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("silu", readsX, loops[float32](kernel.SiLU, kernel.SiLUGrad), loops[float64](kernel.SiLU, kernel.SiLUGrad), x)
}

// Softplus is log(1 + e^x), without overflow.
func Softplus(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("softplus", readsX, loops[float32](kernel.Softplus, kernel.SoftplusGrad), loops[float64](kernel.Softplus, kernel.SoftplusGrad), x)
}

// Softsign is x/(1 + |x|).
func Softsign(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("softsign", readsX, loops[float32](kernel.Softsign, kernel.SoftsignGrad), loops[float64](kernel.Softsign, kernel.SoftsignGrad), x)
}

// Mish is x·tanh(log(1 + e^x)) (Misra, "Mish", 2019).
func Mish(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("mish", readsX, loops[float32](kernel.Mish, kernel.MishGrad), loops[float64](kernel.Mish, kernel.MishGrad), x)
}

// HardSigmoid is min(max(x/6 + ½, 0), 1). Its derivative at ±3 is 0.
func HardSigmoid(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("hard sigmoid", readsX, loops[float32](kernel.HardSigmoid, kernel.HardSigmoidGrad), loops[float64](kernel.HardSigmoid, kernel.HardSigmoidGrad), x)
}
