package ops

import (
	"github.com/gaze-ml/gaze/internal/kernel"
)

// The rows of weights that are computed at a time: blockRows, or fewer where
// they would not stay in a core's cache. Weights are only ever cut along rows.
const (
	blockRows     = 64
	blockElements = 1 << 16
)

// blockSize is the number of rows in a block.
func (s attentionSizes) blockSize() int {
	return max(min(blockRows, blockElements/s.key), 8)
}

// blocks is the number of blocks in the rows of a pair.
func (s attentionSizes) blocks() int { return (s.shared() + s.blockSize() - 1) / s.blockSize() }

// block is the i-th block of all: the row it starts from and its rows.
func (s attentionSizes) block(i int) (first, rows int) {
	pair, at := i/s.blocks(), i%s.blocks()*s.blockSize()
	return pair*s.shared() + at, min(s.blockSize(), s.shared()-at)
}

func attentionForward[T kernel.Float](a attention) func(*Call) func() {
	return func(c *Call) func() {
		r, out := attend[T](a, c), floats[T](c.Out)
		pass := c.each(r.pairs()*r.blocks(), 1, func(w *kernel.Worker, lo, hi int) {
			s := rowScratch[T]{worker: w, w: kernel.Scratch[T](w, r.blockSize()*r.key)}
			for i := lo; i < hi; i++ {
				first, rows := r.block(i)
				keys := r.weigh(s, first, rows)
				r.dropRows(s.w, first, rows)
				r.gather(out, s, first, rows, keys)
			}
		})
		return func() {
			if r.start() {
				pass()
			}
		}
	}
}

// rowScratch is a worker's memory: dropped weights and gradients of scores, a
// row being key long, and what dropout multiplies one row by.
type rowScratch[T kernel.Float] struct {
	worker         *kernel.Worker
	w, ds, factors []T
}

// weigh writes the weights of rows [first, first+rows), before dropout, to s.w.
// Its answer is how many keys any of the rows sees; what a row does not see of
// those has weight 0, and what lies beyond is not written.
func (a *attending[T]) weigh(s rowScratch[T], first, rows int) (keys int) {
	for row := first; row < first+rows; row++ {
		keys = max(keys, a.sees(row))
	}
	scores := kernel.Product[T]{
		M: rows, N: keys, K: a.d, Alpha: a.scale,
		A: a.q[first*a.d:], LDA: a.d,
		B: a.keys(first), LDB: a.d, TransB: true,
		C: s.w, LDC: a.key,
	}
	scores.Serial(s.worker)
	for i := range rows {
		row, seen := s.w[i*a.key:], a.sees(first+i)
		a.mask.apply(row[:seen], a.mask.at(a.attentionSizes, first+i))
		kernel.SoftmaxOrZero(row[:seen])
		clear(row[seen:keys])
	}
	return keys
}

// dropRows drops weights; what a row does not see is 0 in any case.
func (a *attending[T]) dropRows(w []T, first, rows int) {
	if !a.drops.Any() {
		return
	}
	for i := range rows {
		row := w[i*a.key:][:a.sees(first+i)]
		kernel.Drop(row, row, a.drops, uint64((first+i)*a.key))
	}
}

// gather is out = s.w·v for some rows.
func (a *attending[T]) gather(out []T, s rowScratch[T], first, rows, keys int) {
	a.gathered(out, s.w, first, rows, keys).Serial(s.worker)
	for i := range rows {
		seen := a.sees(first + i)
		if seen < keys && hasNaN(out[(first+i)*a.width:][:a.width]) {
			// 0, the weight of a key that is not seen, times NaN: it is not there.
			a.gathered(out, s.w[i*a.key:], first+i, 1, seen).Serial(s.worker)
		}
	}
}

func (a *attending[T]) gathered(out, w []T, first, rows, keys int) *kernel.Product[T] {
	return &kernel.Product[T]{
		M: rows, N: a.width, K: keys, Alpha: 1,
		A: w, LDA: a.key,
		B: a.values(first), LDB: a.width,
		C: out[first*a.width:], LDC: a.width,
	}
}

func hasNaN[T kernel.Float](x []T) bool {
	for _, v := range x {
		if v != v {
			return true
		}
	}
	return false
}
