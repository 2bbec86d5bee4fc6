package ops

import (
	"github.com/gaze-ml/gaze/internal/kernel"
)

// crossEntropyBackward computes the softmax again, in one pass:
//
//	dlogits[c] = g·(p[c]·((1-ε)·w[label] + ε/V·Σ w) - (1-ε)·w[label]·[c = label] - ε/V·w[c])
func crossEntropyBackward[T kernel.Float](l loss) func(*Call) func() {
	return func(c *Call) func() {
		r := newLossRows[T](l, c)
		dx := floats[T](c.Grad[0])
		tops, sums := floats[T](c.Saved[0]), floats[T](c.Saved[1])
		return r.backward(c.For(r.rows(), r.grain(), func(lo, hi int) {
			for i := lo; i < hi; i++ {
				row, label := dx[i*r.vocab:(i+1)*r.vocab], r.labels[i]
				if !r.counts(label) {
					clear(row)
					continue
				}
				hit, spread := r.shares(i)
				a := (hit + spread*r.classes) / float64(sums[i])
				kernel.CrossEntropyGrad(row, r.row(i), r.weights, tops[i], T(a), T(spread))
				row[label] -= T(hit)
			}
		}))
	}
}

// shares is what a row's gradient says of its label, g·(1-ε)·w[label], and, per
// unit of weight, of every class, g·ε/V, with g the gradient of the row's loss.
func (r *lossRows[T]) shares(i int) (hit, spread float64) {
	g := float64(r.dy[0])
	switch r.Reduction {
	case ReductionNone:
		g = float64(r.dy[i])
	case ReductionMean:
		g *= r.inverse
	}
	return g * (1 - r.Smoothing) * r.weight(r.labels[i]), g * r.Smoothing / float64(r.vocab)
}
