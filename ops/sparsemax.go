package ops

import (
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Sparsemax is max(x - t, 0) along an axis, the t for which a line sums to 1
// (Martins and Astudillo 2016): like softmax, but small scores get exactly
// nothing. A line that is -Inf throughout gives zeros and a gradient of zeros; a
// NaN or +Inf makes its line NaN.
func Sparsemax(x *gorgonia.Node, axis int) (*gorgonia.Node, error) {
	return alongAxis("sparsemax", x, axis, lineOp{
		f32: lines[float32]{
			f:  func(y, x, _, scratch []float32) { kernel.Sparsemax(y, x, scratch) },
			df: func(dx, y, dy, _ []float32) { kernel.SparsemaxGrad(dx, y, dy) },
		},
		f64: lines[float64]{
			f:  func(y, x, _, scratch []float64) { kernel.Sparsemax(y, x, scratch) },
			df: func(dx, y, dy, _ []float64) { kernel.SparsemaxGrad(dx, y, dy) },
		},
	})
}

// Entmax15 is max(x/2 - t, 0)² along an axis, the t for which a line sums to 1
// (Peters, Niculae and Martins 2019, α = 1.5): between Softmax and Sparsemax.
// Lines of -Inf, NaN and +Inf are as there.
func Entmax15(x *gorgonia.Node, axis int) (*gorgonia.Node, error) {
	return alongAxis("entmax 1.5", x, axis, lineOp{
		f32: lines[float32]{
			f:  func(y, x, _, scratch []float32) { kernel.Entmax15(y, x, scratch) },
			df: kernel.Entmax15Grad[float32],
		},
		f64: lines[float64]{
			f:  func(y, x, _, scratch []float64) { kernel.Entmax15(y, x, scratch) },
			df: kernel.Entmax15Grad[float64],
		},
	})
}
