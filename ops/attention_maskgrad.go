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
		s := b.scratch(w)
		for task := lo; task < hi; task++ {
			batch, head, cut := task/cuts/m[1], task/cuts%m[1], task%cuts
			b.clearMask(batch, head, cut)
			for i := batch; i < b.batch; i += m[0] {
				for h := head; h < b.heads; h += m[1] {
					for q := cut; q < blocks; q += cuts {
						b.toMask(s, (i*b.heads+h)*b.query, q*b.blockSize())
					}
				}
			}
		}
	})
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

// toMask adds the scores' gradient of a block of queries, from lo on, of the
// head whose rows begin at head.
func (b *attendingBack[T]) toMask(s rowScratch[T], head, lo int) {
	rows := min(b.blockSize(), b.query-lo)
	keys := b.scores(s, head+lo, rows)
	for i := range rows {
		ds := s.ds[i*b.key:][:keys]
		at := b.mask.at(b.attentionSizes, head+lo+i)
		if b.mask.stride[3] > 0 {
			dm := b.dmask[at:][:keys]
			kernel.Add(dm, dm, ds)
			continue
		}
		for _, v := range ds {
			b.dmask[at] += v
		}
	}
}
