package ops

import (
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// SumSquares is Σ x² over axes, over all if none is given.
func SumSquares(x *gorgonia.Node, keep bool, axes ...int) (*gorgonia.Node, error) {
	y, err := Square(x)
	if err != nil {
		return nil, err
	}
	return Sum(y, keep, axes...)
}

// Norm1 is Σ |x| over axes, over all if none is given.
func Norm1(x *gorgonia.Node, keep bool, axes ...int) (*gorgonia.Node, error) {
	y, err := Abs(x)
	if err != nil {
		return nil, err
	}
	return Sum(y, keep, axes...)
}

// Norm2 is the Euclidean norm √Σ x² over axes, over all if none is given. Its
// gradient is 0 where the norm is.
func Norm2(x *gorgonia.Node, keep bool, axes ...int) (*gorgonia.Node, error) {
	y, err := SumSquares(x, keep, axes...)
	if err != nil {
		return nil, err
	}
	return unary("norm", readsY, loops[float32](kernel.Sqrt, normGrad), loops[float64](kernel.Sqrt, normGrad), y)
}

// normGrad is the square root's derivative, but 0 at 0.
func normGrad[T kernel.Float](dx, y, dy []T) {
	for i, v := range y {
		if v == 0 {
			dx[i] = 0
		} else {
			dx[i] = dy[i] / (2 * v)
		}
	}
}
