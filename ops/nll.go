package ops

import (
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// NLLLoss is the negative log-likelihood of labels [...] given logProbs [...,
// vocab]: CrossEntropy, which see, for what has been through a log softmax.
func NLLLoss(logProbs, labels, weights *gorgonia.Node, c CrossEntropyConfig) (*gorgonia.Node, error) {
	l := loss{CrossEntropyConfig: c, input: "logProbs"}
	xs := l.operands(weights, logProbs, labels)
	return apply(Def{
		Name:     "negative log-likelihood",
		Infer:    l.infer,
		Forward:  byFloat(nllForward[float32](l), nllForward[float64](l)),
		Backward: byFloat(nllBackward[float32](l), nllBackward[float64](l)),
		Wrt:      []int{0},
		Reads:    Reads{In: []int{1, 2}},
	}, xs...)
}

func nllForward[T kernel.Float](l loss) func(*Call) func() {
	return func(c *Call) func() {
		r := newLossRows[T](l, c)
		return r.forward(c.For(r.rows(), r.grain(), func(lo, hi int) {
			for i := lo; i < hi; i++ {
				if r.counts(r.labels[i]) {
					r.put(i, r.rowLoss(i, 0, 0))
				} else {
					r.put(i, 0)
				}
			}
		}))
	}
}

func nllBackward[T kernel.Float](l loss) func(*Call) func() {
	return func(c *Call) func() {
		r := newLossRows[T](l, c)
		dx := floats[T](c.Grad[0])
		return r.backward(c.For(r.rows(), r.grain(), func(lo, hi int) {
			for i := lo; i < hi; i++ {
				row := dx[i*r.vocab : (i+1)*r.vocab]
				clear(row)
				if !r.counts(r.labels[i]) {
					continue
				}
				hit, spread := r.shares(i)
				r.spread(row, T(spread))
				row[r.labels[i]] -= T(hit)
			}
		}))
	}
}

// spread is row[c] -= spread·w[c].
func (r *lossRows[T]) spread(row []T, spread T) {
	if spread == 0 {
		return
	}
	for c := range row {
		w := T(1)
		if r.weights != nil {
			w = r.weights[c]
		}
		row[c] -= spread * w
	}
}
