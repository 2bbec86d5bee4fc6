package ops

import (
	"github.com/gaze-ml/gaze/internal/kernel"
)

// each computes dq, dk and dv. A task is one chunk of the blocks of one pair; it adds
// to dk and dv in the order of the blocks.
func (b *attendingBack[T]) each() func() {
	if b.dq.data == nil && !b.dk.wanted() && !b.dv.wanted() {
		return nothing
	}
	chunks, packed := b.chunks(), 0
	if b.blocks() > chunks {
		n := min(b.key, blockKeys)
		packed = kernel.PackedKeys(n, b.d) + kernel.PackedKeys(n, b.width)
	}
	return b.call.each(b.pairs()*chunks, b.grain(b.shared()/chunks, 5), func(w *kernel.Worker, lo, hi int) {
		s := b.scratch(w, b.d, packed)
		for task := lo; task < hi; task++ {
			b.chunk(&s, task/chunks, task%chunks)
		}
	})
}

// chunk computes the gradients of every so many blocks of a pair, for one block of
// keys after another, which are packed once.
func (b *attendingBack[T]) chunk(s *attentionScratch[T], pair, chunk int) {
	chunks, blocks := b.chunks(), b.blocks()
	dk, dv := b.dk.of(chunk, pair), b.dv.of(chunk, pair)
	first, last := b.block(pair, chunk), b.block(pair, chunk)
	for i := chunk; i < blocks; i += chunks {
		if last = b.block(pair, i); b.begins(last) >= b.sees(last, last.rows-1) {
			dq := b.queryGrad(s, last)
			dq.clear()
		}
	}
	for from := b.begins(first); from < b.sees(last, last.rows-1); from += blockKeys {
		b.pack(s, last, from)
		for i := chunk; i < blocks; i += chunks {
			if at := b.block(pair, i); from >= b.begins(at) && from < b.sees(at, at.rows-1) {
				b.back(s, at, from, &dk, &dv)
			}
		}
	}
	dk.ready(b.key, b.key)
	dv.ready(b.key, b.key)
}

// pack packs keys and values from one on, if there is memory for it, as far as there
// are products with them.
func (b *attendingBack[T]) pack(s *attentionScratch[T], at attentionBlock, from int) {
	if len(s.packed) == 0 {
		return
	}
	p, split := b.part(s.scores, at, from), kernel.PackedKeys(min(b.key, blockKeys), b.d)
	if !b.keeps(at) && (b.stats != nil || b.SoftCap > 0) {
		k := b.k.from(at.batch, b.keyHead(at), from)
		s.k = p.Pack(s.worker, s.packed[:split], &k)
	}
	if b.stats != nil {
		v := b.v.from(at.batch, b.keyHead(at), from)
		s.v = p.Pack(s.worker, s.packed[split:], &v)
	}
}

// back adds to dq, dk and dv what a block of rows says of the keys from one on.
func (b *attendingBack[T]) back(s *attentionScratch[T], at attentionBlock, from int, dk, dv *keySum[T]) {
	b.means(s, at)
	q, dy, dq := b.q.rows(at), b.divided(s), b.queryGrad(s, at)
	memory, caps, _ := b.weights(s, at, from)
	weights, grads := b.part(memory, at, from), b.part(s.grads, at, from)
	b.scoresGrad(s, at, from)
	if b.SoftCap > 0 {
		grads.Uncap(caps)
	}
	if b.dq.data != nil {
		k, add := b.k.from(at.batch, b.keyHead(at), from), from > b.begins(at)
		if add {
			dq.fetch()
		}
		grads.Gather(s.worker, dq.sums, dq.ld, &k, b.scale, add)
		dq.store()
	}
	dk.scatter(s.worker, &grads, &q, from, b.scale)
	dv.scatter(s.worker, &weights, &dy, from, 1)
}
