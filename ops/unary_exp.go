package ops

import (
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Exp is e^x, element by element. Its derivative is itself.
func Exp(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("exp", readsY, loops[float32](kernel.Exp, kernel.Mul), loops[float64](kernel.Exp, kernel.Mul), x)
}

// Log is the natural logarithm of x: -Inf for 0, NaN below.
func Log(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("log", readsX, loops[float32](kernel.Log, kernel.LogGrad), loops[float64](kernel.Log, kernel.LogGrad), x)
}

// Sin is sin x, in radians.
func Sin(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("sin", readsX, loops[float32](kernel.Sin, kernel.SinGrad), loops[float64](kernel.Sin, kernel.SinGrad), x)
}

// Cos is cos x, in radians.
func Cos(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("cos", readsX, loops[float32](kernel.Cos, kernel.CosGrad), loops[float64](kernel.Cos, kernel.CosGrad), x)
}

// Tanh is the hyperbolic tangent of x.
func Tanh(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("tanh", readsY, loops[float32](kernel.Tanh, kernel.TanhGrad), loops[float64](kernel.Tanh, kernel.TanhGrad), x)
}

// Sigmoid is 1/(1 + e^-x).
func Sigmoid(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("sigmoid", readsY, loops[float32](kernel.Sigmoid, kernel.SigmoidGrad), loops[float64](kernel.Sigmoid, kernel.SigmoidGrad), x)
}

// Erf is the error function, 2/√π·∫₀ˣ e^(-t²) dt.
func Erf(x *gorgonia.Node) (*gorgonia.Node, error) {
	return unary("erf", readsX, loops[float32](kernel.Erf, kernel.ErfGrad), loops[float64](kernel.Erf, kernel.ErfGrad), x)
}
