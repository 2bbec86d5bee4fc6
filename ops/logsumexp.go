package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// LogSumExp is log Σ e^x over axes, none given meaning all, shifted by the
// largest element; keep leaves the axes with length 1. -Inf where every element
// is.
func LogSumExp(x *gorgonia.Node, keep bool, axes ...int) (*gorgonia.Node, error) {
	if x == nil {
		return nil, fmt.Errorf("logsumexp: x is nil")
	}
	t := TypeOf(x)
	kept, out, err := reducedShape(t.Shape, keep, axes)
	if err != nil {
		return nil, fmt.Errorf("logsumexp: x %s: %w", t, err)
	}
	var order []int // the axes that stay, then those that are summed over
	n := 1
	for i := range t.Shape {
		if kept[i] == t.Shape[i] {
			order = append(order, i)
		}
	}
	for i, d := range t.Shape {
		if kept[i] != d {
			order, n = append(order, i), n*d
		}
	}
	if t.Rank() > 0 {
		if x, err = Transpose(x, order...); err != nil {
			return nil, err
		}
	}
	if x, err = Reshape(x, t.Size()/n, n); err != nil {
		return nil, err
	}
	if x, err = rowLogSumExp(x); err != nil {
		return nil, err
	}
	return Reshape(x, out...)
}

// rowLogSumExp is that of each row of x [rows, n]: [rows].
func rowLogSumExp(x *gorgonia.Node) (*gorgonia.Node, error) {
	return apply(Def{
		Name: "logsumexp",
		Infer: func(in []Type) (Type, error) {
			t, err := sameFloat(in)
			if err != nil {
				return t, err
			}
			return t.With(t.Shape[0]), nil
		},
		Forward:  byFloat(logSumExpForward[float32], logSumExpForward[float64]),
		Backward: byFloat(logSumExpBackward[float32], logSumExpBackward[float64]),
		Reads:    Reads{In: []int{0}, Out: true},
	}, x)
}

func logSumExpForward[T kernel.Float](c *Call) func() {
	x, y := floats[T](c.In[0]), floats[T](c.Out)
	n := len(x) / len(y)
	return c.each(len(y), max(1, pointGrain/n), func(w *kernel.Worker, lo, hi int) {
		scratch := kernel.Scratch[T](w, n)
		for i := lo; i < hi; i++ {
			y[i] = kernel.LogSumExp(x[i*n:(i+1)*n], scratch)
		}
	})
}

func logSumExpBackward[T kernel.Float](c *Call) func() {
	if !c.Grad[0].Exists() {
		return nothing
	}
	x, y, dx, dy := floats[T](c.In[0]), floats[T](c.Out), floats[T](c.Grad[0]), floats[T](c.Dy)
	n := len(x) / len(y)
	return c.For(len(y), max(1, pointGrain/n), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			kernel.LogSumExpGrad(dx[i*n:(i+1)*n], x[i*n:(i+1)*n], y[i], dy[i])
		}
	})
}
