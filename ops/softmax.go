package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Softmax is e^x / Σ e^x along an axis, each line shifted by its own largest
// element. A line that is -Inf throughout gives zeros and a gradient of zeros,
// not NaN: who may see nothing attends to nothing. A NaN or +Inf makes its line
// NaN.
func Softmax(x *gorgonia.Node, axis int) (*gorgonia.Node, error) {
	return alongAxis("softmax", x, axis, lineOp{
		f32: lines[float32]{
			f:  func(y, x, _, _ []float32) { kernel.Softmax(y, x) },
			df: func(dx, y, dy, _ []float32) { kernel.SoftmaxOrZeroGrad(dx, y, dy) },
		},
		f64: lines[float64]{
			f:  func(y, x, _, _ []float64) { kernel.Softmax(y, x) },
			df: func(dx, y, dy, _ []float64) { kernel.SoftmaxOrZeroGrad(dx, y, dy) },
		},
	})
}

// LogSoftmax is x - log Σ e^x along an axis, each line shifted by its own
// largest element.
func LogSoftmax(x *gorgonia.Node, axis int) (*gorgonia.Node, error) {
	return alongAxis("log softmax", x, axis, lineOp{
		f32: lines[float32]{
			f:  func(y, x, _, scratch []float32) { kernel.LogSoftmax(y, x, scratch) },
			df: kernel.LogSoftmaxGrad[float32],
		},
		f64: lines[float64]{
			f:  func(y, x, _, scratch []float64) { kernel.LogSoftmax(y, x, scratch) },
			df: kernel.LogSoftmaxGrad[float64],
		},
	})
}

// lines is a function of a line, and its gradient from the result.
type lines[T kernel.Float] struct {
	f  func(y, x, none, scratch []T)
	df func(dx, y, dy, scratch []T)
}

type lineOp struct {
	f32 lines[float32]
	f64 lines[float64]
}

// alongAxis applies a function to every line along an axis.
func alongAxis(name string, x *gorgonia.Node, axis int, op lineOp) (*gorgonia.Node, error) {
	return apply(Def{
		Name: name,
		Infer: func(in []Type) (Type, error) {
			if _, err := axisOf(axis, in[0].Rank()); err != nil {
				return Type{}, fmt.Errorf("x %s: %w", in[0], err)
			}
			return sameFloat(in)
		},
		Forward: byFloat(
			func(c *Call) func() { return op.f32.forward(c, axis) },
			func(c *Call) func() { return op.f64.forward(c, axis) }),
		Backward: byFloat(
			func(c *Call) func() { return op.f32.backward(c, axis) },
			func(c *Call) func() { return op.f64.backward(c, axis) }),
		Reads:       readsY,
		InPlace:     []int{0},
		GradInPlace: true,
	}, x)
}

func (l lines[T]) forward(c *Call, axis int) func() {
	axis, _ = axisOf(axis, c.Out.Rank())
	loop := &lineLoop[T]{lanes: lanesAlong(c.Out.Shape, axis), y: floats[T](c.Out), a: floats[T](c.In[0]), f: l.f}
	return loop.bind(c)
}

func (l lines[T]) backward(c *Call, axis int) func() {
	if !c.Grad[0].Exists() {
		return nothing
	}
	axis, _ = axisOf(axis, c.Out.Rank())
	loop := &lineLoop[T]{lanes: lanesAlong(c.Out.Shape, axis), y: floats[T](c.Grad[0]), a: floats[T](c.Out), b: floats[T](c.Dy), f: l.df}
	return loop.bind(c)
}
