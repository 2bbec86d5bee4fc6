package ops

import (
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// pointwise is a function of one operand, element by element, as two kernels.
type pointwise[T kernel.Float] struct {
	f  func(y, x []T)
	df func(dx, v, dy []T) // dx = f'·dy from v: x or y, as reads says; nil: f has no gradient
}

func loops[T kernel.Float](f func(y, x []T), df func(dx, v, dy []T)) pointwise[T] {
	return pointwise[T]{f, df}
}

// unary applies a pointwise function to x. reads says what its derivative
// needs: x, or y = f(x), whichever is cheaper to keep.
func unary(name string, reads Reads, p32 pointwise[float32], p64 pointwise[float64], x *gorgonia.Node) (*gorgonia.Node, error) {
	d := Def{
		Name:        name,
		Infer:       sameFloat,
		Forward:     byFloat(p32.forward, p64.forward),
		Reads:       reads,
		InPlace:     []int{0},
		GradInPlace: true,
	}
	if p32.df != nil {
		d.Backward = byFloat(p32.backward, p64.backward)
	}
	return apply(d, x)
}

func (p pointwise[T]) forward(c *Call) func() {
	y, x := floats[T](c.Out), floats[T](c.In[0])
	return c.For(len(y), pointGrain, func(lo, hi int) { p.f(y[lo:hi], x[lo:hi]) })
}

func (p pointwise[T]) backward(c *Call) func() {
	if !c.Grad[0].Exists() {
		return nothing
	}
	dx, dy := floats[T](c.Grad[0]), floats[T](c.Dy)
	v := floats[T](c.In[0])
	if c.Out.Exists() {
		v = floats[T](c.Out)
	}
	return c.For(len(dx), pointGrain, func(lo, hi int) { p.df(dx[lo:hi], cut(v, lo, hi), dy[lo:hi]) })
}

// cut is x[lo:hi], or nil of nil.
func cut[T any](x []T, lo, hi int) []T {
	if x == nil {
		return nil
	}
	return x[lo:hi]
}

// The kinds of derivative: from x, from y, from neither.
var (
	readsX       = Reads{In: []int{0}}
	readsY       = Reads{In: []int{}, Out: true}
	readsNeither = Reads{None: true}
)
