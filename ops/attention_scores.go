package ops

import (
	"github.com/gaze-ml/gaze/internal/kernel"
)

// attentionScratch is a worker's memory: a block of scores and of gradients of
// weights, whose rows are scoreRow long; for each row a sum of values or of
// gradients, top and total; and what dropout multiplies a row by.
type attentionScratch[T kernel.Float] struct {
	worker        *kernel.Worker
	scores, grads []T
	caps          []T // tanh of the scores, for their gradient, if there is a soft cap
	sums          []T
	sumRow        int
	tops, totals  []T // the latter are Σ w·dw in a gradient
	scales        []T // of sums, or 1/Σ
	factors       []T
	dy            []T            // rows of the result's gradient, each divided by Σ
	packed        []T            // memory for
	k, v          kernel.Keys[T] // of several blocks, from
}

// scratch is memory for sums of width elements a row, and packed elements of keys.
func (a *attending[T]) scratch(w *kernel.Worker, width, packed int) attentionScratch[T] {
	rows, n := a.blockSize(), a.blockSize()*a.scoreRow()
	s := attentionScratch[T]{worker: w, sumRow: width}
	caps := 0
	if a.SoftCap > 0 {
		caps = n
	}
	memory := kernel.Scratch[T](w, a.scratchSize(width, packed))
	for _, p := range []struct {
		to   *[]T
		size int
	}{{&s.scores, n}, {&s.grads, n}, {&s.caps, caps}, {&s.sums, rows * width}, {&s.dy, rows * a.width}, {&s.packed, packed}, {&s.tops, rows}, {&s.totals, rows}, {&s.scales, rows}} {
		*p.to, memory = memory[:p.size], memory[p.size:]
	}
	s.factors = memory
	return s
}

// scratchSize is how many elements a worker's memory has.
func (a *attending[T]) scratchSize(width, packed int) int {
	rows, blocks := a.blockSize(), 2
	if a.SoftCap > 0 {
		blocks++
	}
	return rows*(blocks*a.scoreRow()+width+a.width+3) + packed + min(a.key, blockKeys)
}

// part is the part of a block that begins at key from, over some memory.
func (a *attending[T]) part(memory []T, b attentionBlock, from int) kernel.Attend[T] {
	keys := a.exist(b.batch)
	return kernel.Attend[T]{
		S: memory, LD: a.scoreRow(), Rows: b.rows, Keys: min(keys-from, blockKeys),
		Causal: a.ordered(), First: b.first, Run: b.group, Shift: a.shift(keys) - from,
		Precision: kernel.Precision(a.call.Precision),
	}
}

// scores computes the scores of a part of a block, masked. tanh lies in caps.
func (a *attending[T]) scores(s *attentionScratch[T], b attentionBlock, p *kernel.Attend[T], caps []T, from int) {
	q, rows := a.q.rows(b), a.k.from(b.batch, a.keyHead(b), from)
	k := s.k.Or(&rows)
	p.Scores(s.worker, &q, &k, a.scale)
	if a.SoftCap > 0 {
		p.Cap(caps, T(a.SoftCap))
	}
	if a.addsOnly() && a.mask.applyRows(p, a.mask.at(a.attentionSizes, a.row(b, 0))+from*a.mask.stride[3], b) {
		return
	}
	for i := 0; a.alters() && i < b.rows; i++ {
		row := p.S[i*p.LD:][:p.Seen(i)]
		a.bias(row, b, i, from)
		if a.maskAt > 0 {
			a.mask.apply(row, a.mask.at(a.attentionSizes, a.row(b, i))+from*a.mask.stride[3])
		}
	}
}

// addsOnly says whether a mask is all that alters scores.
func (a *attending[T]) addsOnly() bool {
	return a.maskAt > 0 && a.Window == 0 && len(a.Slopes) == 0
}

// alters says whether anything is added to scores, or hides them.
func (a *attending[T]) alters() bool {
	return a.Window > 0 || len(a.Slopes) > 0 || a.maskAt > 0
}

// keyHead is the key head that a block reads.
func (s *attentionSizes) keyHead(b attentionBlock) int { return b.head * s.kvHeads / s.heads }

// pair is that which a block belongs to.
func (s *attentionSizes) pair(b attentionBlock) int { return b.batch*s.kvHeads + s.keyHead(b) }

// exist is how many keys there are for a batch.
func (a *attending[T]) exist(batch int) int {
	if len(a.length) == 0 {
		return a.key
	}
	return a.length[batch%len(a.length)]
}

// shift is how many keys, counted from the first, query 0 sees at most, of those
// that exist; it may be negative. Each query sees one more.
func (a *attending[T]) shift(keys int) int {
	if !a.Causal && a.Window > 0 {
		return a.place(keys) + a.Window
	}
	return a.place(keys) + 1
}

// place is that of query 0 among the keys.
func (a *attending[T]) place(keys int) int {
	if len(a.length) == 0 {
		return 0
	}
	return keys - a.query
}

// sees is how many keys, counted from the first, exist for a row and do not
// stand too far after it.
func (a *attending[T]) sees(b attentionBlock, i int) int {
	keys := a.exist(b.batch)
	if a.ordered() {
		return max(min(keys, (b.first+i)/b.group+a.shift(keys)), 0)
	}
	return keys
}

// begins is the first block of keys any of which a block of rows sees.
func (a *attending[T]) begins(b attentionBlock) int {
	return max(a.unseen(b, 0), 0) / blockKeys * blockKeys
}

// unseen is how many keys, counted from the first, stand too far before a row; it
// may be negative.
func (a *attending[T]) unseen(b attentionBlock, i int) int {
	if a.Window == 0 {
		return 0
	}
	return a.place(a.exist(b.batch)) + (b.first+i)/b.group - a.Window + 1
}
