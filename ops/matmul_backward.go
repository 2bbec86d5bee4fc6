package ops

import (
	"github.com/gaze-ml/gaze/internal/kernel"
)

func matMulBackward[T kernel.Float](p product) func(*Call) func() {
	return func(c *Call) func() {
		s := p.pair(c.In[0].Shape, c.In[1].Shape)
		a, b := leftOf[T](s, c.In[0]), rightOf[T](s, c.In[1])
		dy := side[T]{floats[T](c.Dy), s.i, s.m * s.n, s.n, false}
		var ps []*products[T]
		if c.Grad[0].Exists() {
			ps = append(ps, leftGrad(s, factorOf[T](p, c), floats[T](c.Grad[0]), dy, b))
		}
		if c.Grad[1].Exists() {
			ps = append(ps, rightGrad(s, factorOf[T](p, c), floats[T](c.Grad[1]), dy, a))
		}
		return multiply(c, ps...)
	}
}

// leftGrad is da = dy·op(b)ᵀ, or its transpose.
func leftGrad[T kernel.Float](s *pairs, by factor[T], da []T, dy, b side[T]) *products[T] {
	order := grouped(s.a, len(da)/(s.m*s.k))
	if s.transA {
		return sum[T]{s.k, s.m, s.n, by, da}.of(b, dy.t(), order)
	}
	return sum[T]{s.m, s.k, s.n, by, da}.of(dy, b.t(), order)
}

// rightGrad is db = op(a)ᵀ·dy, or its transpose.
func rightGrad[T kernel.Float](s *pairs, by factor[T], db []T, dy, a side[T]) *products[T] {
	order := grouped(s.b, len(db)/(s.k*s.n))
	if s.transB {
		return sum[T]{s.n, s.k, s.m, by, db}.of(dy.t(), a, order)
	}
	return sum[T]{s.k, s.n, s.m, by, db}.of(a.t(), dy, order)
}
