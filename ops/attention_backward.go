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
// P is computed again from q, k and what the forward pass knew of each row, a
// block at a time: rowsum(dO∘O) is rowsum(P∘dP), so that no block needs another.
// Where the weights are the result, dP is dO.
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
		steps := []func(){b.each(), b.dk.add(c), b.dv.add(c)}
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

// each computes dq, dk and dv. A task is one chunk of the blocks of one pair;
// it adds to dk and dv in the order of the blocks.
func (b *attendingBack[T]) each() func() {
	if b.dq.data == nil && !b.dk.wanted() && !b.dv.wanted() {
		return nothing
	}
	chunks, blocks := b.chunks(), b.blocks()
	return b.call.each(b.pairs()*chunks, 1, func(w *kernel.Worker, lo, hi int) {
		s := b.scratch(w, b.d)
		for task := lo; task < hi; task++ {
			pair, chunk := task/chunks, task%chunks
			dk, dv := b.dk.of(chunk, pair), b.dv.of(chunk, pair)
			for i := chunk; i < blocks; i += chunks {
				b.back(&s, b.block(pair, i), &dk, &dv)
			}
			dk.ready(b.key, b.key)
			dv.ready(b.key, b.key)
		}
	})
}

// back computes dq of a block of rows, and adds to dk and dv.
func (b *attendingBack[T]) back(s *attentionScratch[T], at attentionBlock, dk, dv *keySum[T]) {
	b.means(s, at)
	first, keys := b.begins(at), b.sees(at, at.rows-1)
	q, dy, dq := b.q.rows(at), b.dy.rows(at), b.queryGrad(s, at)
	for from := first; from < keys; from += blockKeys {
		weights, grads := b.part(s.scores, at, from), b.part(s.grads, at, from)
		b.scoresGrad(s, at, from)
		if b.SoftCap > 0 {
			grads.Uncap(s.caps)
		}
		if b.dq.data != nil {
			k := b.k.from(at.batch, b.keyHead(at), from)
			grads.Gather(s.worker, dq.sums, dq.ld, &k, b.scale, from > first)
		}
		dk.scatter(s.worker, &grads, &q, from, b.scale)
		dv.scatter(s.worker, &weights, &dy, from, 1)
	}
	dq.finish(keys > first)
}

// means is rowsum(dO∘O) of a block, and what the forward pass knew of its rows.
func (b *attendingBack[T]) means(s *attentionScratch[T], at attentionBlock) {
	out, dy := b.out.rows(at), b.dy.rows(at)
	for i := range at.rows {
		n := out.Width
		if b.stats == nil {
			n = b.sees(at, i)
		} else {
			row := 2 * b.row(at, i)
			s.tops[i], s.scales[i] = b.stats[row], b.stats[row+1]
		}
		s.totals[i] = kernel.ProductSum(out.Row(i)[:n], dy.Row(i)[:n])
	}
}

// scoresGrad is the weights, dropped, and the gradient of the scores of the part
// of a block that begins at key from.
func (b *attendingBack[T]) scoresGrad(s *attentionScratch[T], at attentionBlock, from int) {
	p := b.part(s.scores, at, from)
	if b.stats != nil || b.SoftCap > 0 {
		b.scores(s, at, &p, from)
	}
	if b.stats != nil {
		dp := b.part(s.grads, at, from)
		dy, v := b.dy.rows(at), b.v.from(at.batch, b.keyHead(at), from)
		dp.Scores(s.worker, &dy, &v, 1)
	}
	if b.stats != nil && !b.drops.Any() {
		p.Gradient(s.grads, s.tops, s.scales, s.totals)
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
	kernel.DroppedScoresGrad(w, ds, factors, s.tops[i], s.scales[i], s.totals[i])
}
