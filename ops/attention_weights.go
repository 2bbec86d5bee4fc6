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
	reads := Reads{Out: true}
	for i := range xs {
		reads.In = append(reads.In, i)
	}
	return apply(Def{
		Name:     "attention weights",
		Infer:    a.infer,
		Forward:  byFloat(weightsForward[float32](a), weightsForward[float64](a)),
		Backward: byFloat(attentionBackward[float32](a), attentionBackward[float64](a)),
		Reads:    reads,
		Scratch:  a.scratch,

		multiplies: true,
	}, xs...)
}

// rowElements is how many scores of whole rows are computed at a time.
const rowElements = 1 << 16

func weightsForward[T kernel.Float](a attention) func(*Call) func() {
	return func(c *Call) func() {
		r, out := attend[T](a, c), headedOf[T](c.Out, 0)
		ld := (r.key + kernel.AttendRound - 1) / kernel.AttendRound * kernel.AttendRound
		rows := max(min(rowElements/ld, r.shared()), 1)
		blocks := (r.shared() + rows - 1) / rows
		pass := c.each(r.pairs()*blocks, 1, func(w *kernel.Worker, lo, hi int) {
			memory := kernel.Scratch[T](w, 2*rows*ld)
			s := attentionScratch[T]{worker: w, scores: memory[:rows*ld], caps: memory[rows*ld:]}
			for i := lo; i < hi; i++ {
				b := r.block(i/blocks, 0)
				b.first = i % blocks * rows
				b.rows = min(rows, r.shared()-b.first)
				r.weigh(&s, b, &out, ld)
			}
		})
		return func() {
			if r.start() {
				pass()
			}
		}
	}
}

// weigh writes whole rows of weights.
func (a *attending[T]) weigh(s *attentionScratch[T], b attentionBlock, out *headed[T], ld int) {
	p := a.part(s.scores, b, 0)
	p.Keys, p.LD = a.exist(b.batch), ld
	a.scores(s, b, &p, s.caps, 0)
	to := out.rows(b)
	for i := range b.rows {
		row, n := to.Row(i), p.Seen(i)
		copy(row, p.S[i*ld:][:n])
		kernel.SoftmaxOrZero(row[:n])
		clear(row[n:])
	}
}
