package ops

import (
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// AttentionWeights is what Attention multiplies v with, for those who want to
// look at it:
//
//	softmax(scale·q·kᵀ + mask)    [batch, heads, query, key]
//
// The operands and c are Attention's; c.Dropout drops nothing here. A key that
// does not exist has weight 0. The weights have a gradient.
func AttentionWeights(q, k, mask, length *gorgonia.Node, c AttentionConfig) (*gorgonia.Node, error) {
	a := attention{AttentionConfig: c}
	a.Dropout = 0
	xs := a.operands(gorgonia.Nodes{q, k}, mask, length)
	return apply(Def{
		Name:     "attention weights",
		Infer:    a.infer,
		Forward:  byFloat(weightsForward[float32](a), weightsForward[float64](a)),
		Backward: byFloat(attentionBackward[float32](a), attentionBackward[float64](a)),
	}, xs...)
}

func weightsForward[T kernel.Float](a attention) func(*Call) func() {
	return func(c *Call) func() {
		r, out := attend[T](a, c), floats[T](c.Out)
		pass := c.each(r.pairs()*r.blocks(), 1, func(w *kernel.Worker, lo, hi int) {
			for i := lo; i < hi; i++ {
				first, rows := r.block(i)
				weights := out[first*r.key:][:rows*r.key]
				keys := r.weigh(rowScratch[T]{worker: w, w: weights}, first, rows)
				for row := range rows {
					clear(weights[row*r.key+keys : (row+1)*r.key])
				}
			}
		})
		return func() {
			if r.start() {
				pass()
			}
		}
	}
}
