package ops

import (
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Max is the largest element over axes, over all if none is given; NaN if there
// is one. keep leaves an axis of 1 in their place. Elements that share the maximum
// share the gradient evenly.
func Max(x *gorgonia.Node, keep bool, axes ...int) (*gorgonia.Node, error) {
	return overAxes("max", x, keep, axes, extreme(kernel.Maxima[float32](), kernel.Maxima[float64]()))
}

// Min is the smallest element over axes, over all if none is given; NaN if there
// is one. keep leaves an axis of 1 in their place. Elements that share the minimum
// share the gradient evenly.
func Min(x *gorgonia.Node, keep bool, axes ...int) (*gorgonia.Node, error) {
	return overAxes("min", x, keep, axes, extreme(kernel.Minima[float32](), kernel.Minima[float64]()))
}

func extreme(f32 kernel.Reduction[float32], f64 kernel.Reduction[float64]) reducing {
	return func(in Type, kept []int) Def {
		return Def{
			Forward:  byFloat(extremeForward(kept, f32), extremeForward(kept, f64)),
			Backward: byFloat(extremeBackward[float32](kept), extremeBackward[float64](kept)),
			Reads:    Reads{In: []int{0}, Out: true},
		}
	}
}

func extremeForward[T kernel.Float](kept []int, f kernel.Reduction[T]) func(*Call) func() {
	return func(c *Call) func() {
		return reduce(c, floats[T](c.Out), floats[T](c.In[0]), newFolds(c.In[0].Shape, kept), f)
	}
}

// extremeBackward marks the elements equal to the result, counts them, and
// hands each its share. The marks are written where the gradient will be.
func extremeBackward[T kernel.Float](kept []int) func(*Call) func() {
	return func(c *Call) func() {
		if !c.Grad[0].Exists() {
			return nothing
		}
		x, y, dx, dy := floats[T](c.In[0]), floats[T](c.Out), floats[T](c.Grad[0]), floats[T](c.Dy)
		share := make([]T, len(y))
		shape := c.In[0].Shape
		b := kernel.NewBroadcast(shape, kept)
		step := b.Steps()[0]
		mark := func(at, n int, from [3]int) { kernel.MarkEqual(dx[at:at+n], x[at:], y[from[0]:], step) }
		give := func(at, n int, from [3]int) {
			kernel.MulRow(dx[at:at+n], dx[at:at+n], 1, share[from[0]:], step)
		}
		return inOrder(
			c.For(b.Size(), pointGrain, func(lo, hi int) { b.Each(lo, hi, mark) }),
			reduce(c, share, dx, newFolds(shape, kept), kernel.Sums[T]()),
			c.For(len(y), pointGrain, func(lo, hi int) { kernel.Div(share[lo:hi], dy[lo:hi], share[lo:hi]) }),
			c.For(b.Size(), pointGrain, func(lo, hi int) { b.Each(lo, hi, give) }),
		)
	}
}
