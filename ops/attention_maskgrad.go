package ops

import (
	"github.com/gaze-ml/gaze/internal/kernel"
)

// eachOfMask computes dmask, in a pass of its own: where the mask is broadcast
// over batches or heads the rows that share it are spread over the pairs. A task
// is what one row of blocks shares, and adds it up in order.
func (b *attendingBack[T]) eachOfMask(mask Array) func() {
	m := maskAxes(mask.Shape)
	blocks := (b.query + b.blockSize() - 1) / b.blockSize() // of one head
	cuts := blocks
	if m[2] == 1 {
		cuts = 1 // one task has all queries
	}
	return b.call.each(m[0]*m[1]*cuts, 1, func(w *kernel.Worker, lo, hi int) {
		s := b.scratch(w, b.d, 0)
		for task := lo; task < hi; task++ {
			batch, head, cut := task/cuts/m[1], task/cuts%m[1], task%cuts
			b.clearMask(batch, head, cut)
			for i := batch; i < b.batch; i += m[0] {
				for h := head; h < b.heads; h += m[1] {
					for q := cut; q < blocks; q += cuts {
						b.toMask(&s, b.ofHead(i, h, q*b.blockSize()))
					}
				}
			}
		}
	})
}

// ofHead is a block of queries of one head, from one on.
func (b *attendingBack[T]) ofHead(batch, head, first int) attentionBlock {
	return attentionBlock{batch: batch, head: head, group: 1, first: first, rows: min(b.blockSize(), b.query-first)}
}

// maskAxes is the shape with leading axes of 1, four in all.
func maskAxes(shape []int) [4]int {
	m := [4]int{1, 1, 1, 1}
	copy(m[4-len(shape):], shape)
	return m
}

// clearMask clears what a task adds to.
func (b *attendingBack[T]) clearMask(batch, head, cut int) {
	lo := cut * b.blockSize()
	for q := lo; q < min(lo+b.blockSize(), b.query); q++ {
		clear(b.maskRow(batch, head, q))
	}
}

func (b *attendingBack[T]) maskRow(batch, head, query int) []T {
	at := batch*b.mask.stride[0] + head*b.mask.stride[1] + query*b.mask.stride[2]
	if b.mask.stride[3] == 0 {
		return b.dmask[at : at+1]
	}
	return b.dmask[at : at+b.key]
}

// toMask adds the scores' gradient of a block.
func (b *attendingBack[T]) toMask(s *attentionScratch[T], at attentionBlock) {
	b.means(s, at)
	for from := b.begins(at); from < b.sees(at, at.rows-1); from += blockKeys {
		b.scoresGrad(s, at, from)
		p := b.part(s.grads, at, from)
		for i := range at.rows {
			ds := p.S[i*p.LD:][:p.Seen(i)]
			to := b.mask.at(b.attentionSizes, b.row(at, i)) + from*b.mask.stride[3]
			if b.mask.stride[3] > 0 {
				dm := b.dmask[to:][:len(ds)]
				kernel.Add(dm, dm, ds)
				continue
			}
			for _, v := range ds {
				b.dmask[to] += v
			}
		}
	}
}
