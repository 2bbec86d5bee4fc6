package ops

import (
	"github.com/gaze-ml/gaze/internal/kernel"
)

func linearBackward[T kernel.Float](act Activation) func(*Call) func() {
	return func(c *Call) func() {
		dz, slope := linearSlope[T](c, act)
		dx, dw := linearProducts(c, dz)
		var ps []*products[T]
		if c.Grad[0].Exists() {
			ps = append(ps, dx)
		}
		if c.Grad[1].Exists() {
			ps = append(ps, dw)
		}
		steps := []func(){slope, multiply(c, ps...)}
		if len(c.Grad) == 3 && c.Grad[2].Exists() {
			db := floats[T](c.Grad[2])
			rows := fold{outer: 1, length: len(dz) / len(db), inner: len(db)}
			steps = append(steps, foldStep(c, db, dz, rows, kernel.Sums[T]()))
		}
		return inOrder(steps...)
	}
}

// linearSlope is dz = act'·dy [..., out], and what computes it.
func linearSlope[T kernel.Float](c *Call, act Activation) (dz []T, run func()) {
	dy := floats[T](c.Dy)
	if act == ActNone {
		return dy, nothing
	}
	dz = floats[T](c.Scratch[0])
	v, df := floats[T](c.Out), activationLoops[T](act).df
	if act.ofInput() {
		v = floats[T](c.Saved[0])
	}
	return dz, c.For(len(dz), pointGrain, func(lo, hi int) { df(dz[lo:hi], v[lo:hi], dy[lo:hi]) })
}

// linearProducts is dx = dz·w and dw = dzᵀ·x.
func linearProducts[T kernel.Float](c *Call, dz []T) (dx, dw *products[T]) {
	out, in := c.In[1].Shape[0], c.In[1].Shape[1]
	rows, precision := len(dz)/out, kernel.Precision(c.Precision)
	return single(kernel.Product[T]{
			M: rows, N: in, K: out, Alpha: 1,
			A: dz, LDA: out,
			B: floats[T](c.In[1]), LDB: in,
			C: floats[T](c.Grad[0]), LDC: in,
			Precision: precision,
		}), single(kernel.Product[T]{
			M: out, N: in, K: rows, Alpha: 1,
			A: dz, LDA: out, TransA: true,
			B: floats[T](c.In[0]), LDB: in,
			C: floats[T](c.Grad[1]), LDC: in,
			Precision: precision,
		})
}
