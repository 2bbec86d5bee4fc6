package ops

import (
	"github.com/gaze-ml/gaze/internal/kernel"
)

// attendingBack is the gradient of an attention, bound to memory. With weights
// P, their dropped form R = P∘M, the result O and its gradient dO,
//
//	dv = Rᵀ·dO    dP = M∘(dO·vᵀ)    dS = P∘(dP - rowsum(dO∘O))
//	dq = scale·dS·k    dk = scale·dSᵀ·q    dmask = dS, summed where it is broadcast
//
// P is kept, or computed again from q, k and what the forward pass knew of each row,
// a block at a time: rowsum(dO∘O) is rowsum(P∘dP), so that no block needs another.
// It is not yet divided by the sums of its rows; dO is instead. Where the weights are
// the result, dP is dO.
type attendingBack[T kernel.Float] struct {
	*attending[T]
	out, dy headed[T]
	stats   []T       // see attention.saved
	dq      headed[T] // dq and dmask may be unwanted: without data
	dk, dv  keyGrad[T]
	dmask   []T
}

func attentionBackward[T kernel.Float](a attention) func(*Call) func() {
	return func(c *Call) func() {
		b := &attendingBack[T]{attending: attend[T](a, c)}
		b.out, b.dy = headedOf[T](c.Out, b.heads), headedOf[T](c.Dy, b.heads)
		if c.Grad[0].Exists() {
			b.dq = headedOf[T](c.Grad[0], b.heads)
		}
		b.dk = keyGradOf[T](c, 1, b.kvHeads)
		if a.valueAt > 0 {
			b.stats = floats[T](c.Saved[0])
			b.dv = keyGradOf[T](c, a.valueAt, b.kvHeads)
		}
		steps := []func(){b.each(), b.addCopies()}
		if a.maskAt > 0 && c.Grad[a.maskAt].Exists() {
			b.dmask = floats[T](c.Grad[a.maskAt])
			steps = append(steps, b.eachOfMask(c.In[a.maskAt]))
		}
		run := inOrder(steps...)
		return func() {
			if b.start() {
				run()
			}
		}
	}
}

// means is rowsum(dO∘O) of a block, and what the forward pass knew of its rows, by
// whose sums dO is divided.
func (b *attendingBack[T]) means(s *attentionScratch[T], at attentionBlock) {
	out, dy := b.out.rows(at), b.dy.rows(at)
	if b.stats == nil {
		for i := range at.rows {
			n := b.sees(at, i)
			s.totals[i] = kernel.ProductSum(out.Row(i)[:n], dy.Row(i)[:n])
		}
		return
	}
	for i := range at.rows {
		row := 2 * b.row(at, i)
		s.tops[i], s.scales[i] = b.stats[row], b.stats[row+1]
	}
	kernel.MeanRows(s.dy, &dy, &out, s.scales[:at.rows], s.totals)
}

// divided are the rows of dO, divided.
func (b *attendingBack[T]) divided(s *attentionScratch[T]) kernel.Rows[T] {
	return kernel.Rows[T]{Data: s.dy, Run: 1, Far: b.width, Width: b.width}
}

// scoresGrad is the weights, dropped, and the gradient of the scores of the part
// of a block that begins at key from.
func (b *attendingBack[T]) scoresGrad(s *attentionScratch[T], at attentionBlock, from int) {
	if b.stats != nil {
		dp := b.part(s.grads, at, from)
		dy, rows := b.divided(s), b.v.from(at.batch, b.keyHead(at), from)
		v := s.v.Or(&rows)
		dp.Scores(s.worker, &dy, &v, 1)
	}
	memory, caps, step := b.weights(s, at, from)
	p := b.part(memory, at, from)
	if b.keeps(at) {
		p.LD *= step
		p.GradientOf(s.grads, b.scoreRow(), s.totals)
		return
	}
	if b.stats != nil || b.SoftCap > 0 {
		b.scores(s, at, &p, caps, from)
	}
	if b.stats != nil && !b.drops.Any() {
		p.Gradient(s.grads, s.tops, s.totals)
		return
	}
	most := p.Most()
	for i := range at.rows {
		n := p.Seen(i)
		b.rowGrad(s, at, i, s.scores[i*p.LD:][:n], s.grads[i*p.LD:][:n], from)
		clear(s.scores[i*p.LD:][n:most])
		clear(s.grads[i*p.LD:][n:most])
	}
}

// rowGrad is scoresGrad of what a row sees, of weights that are the result or
// dropped.
func (b *attendingBack[T]) rowGrad(s *attentionScratch[T], at attentionBlock, i int, w, ds []T, from int) {
	if b.stats == nil {
		out, dy := b.out.rows(at), b.dy.rows(at)
		copy(ds, dy.Row(i)[from:])
		kernel.WeightsGrad(ds, out.Row(i)[from:][:len(ds)], s.totals[i])
		return
	}
	factors := s.factors[:len(w)]
	kernel.DropFactors(factors, b.drops, uint64(b.row(at, i)*b.key+from))
	kernel.DroppedScoresGrad(w, ds, factors, s.tops[i], s.totals[i])
}
