package ops

import (
	"github.com/gaze-ml/gaze/internal/kernel"
)

// keptBytes is how many bytes of weights, and of tanh, an operation keeps from the forward
// pass for the gradient, which then need not multiply queries with keys again. However
// large its operands are, it keeps no more: what does not stay in a processor's caches is
// read again about as slowly as it is computed again.
const keptBytes = 8 << 20

// keptPairs is of how many pairs weights are kept, from the first on: as many as fit, and
// of the others nothing. Dropped ones are not kept.
func (a attention) keptPairs(of Type, s attentionSizes) int {
	if a.valueAt == 0 || a.Dropout != 0 {
		return 0
	}
	bytes := int(of.Dtype.Size()) * s.keyBlocks() * s.shared() * s.scoreRow()
	if a.SoftCap > 0 {
		bytes *= 2
	}
	return min(s.pairs(), keptBytes/max(bytes, 1))
}

// kept is weights as they are in a block of scores, e^(score - highest of the row),
// and the tanh of scores within a soft cap. Blocks of keys follow each other, each
// with rows of the pairs that are kept in the order of their blocks.
type kept[T kernel.Float] struct {
	weights, caps []T
	pairs         int
	block         int // elements of a block of keys
}

// keptOf are the memories that saved says.
func keptOf[T kernel.Float](saved []Array, s attentionSizes) (k kept[T]) {
	if len(saved) < 2 || !saved[1].Exists() {
		return k
	}
	k.pairs = saved[1].Shape[1]
	k.block = k.pairs * s.shared() * s.scoreRow()
	k.weights = floats[T](saved[1])
	if len(saved) > 2 {
		k.caps = floats[T](saved[2])
	}
	return k
}

// keptTypes are those of weights, and of tanh.
func (a attention) keptTypes(of Type, s attentionSizes) []Type {
	pairs := a.keptPairs(of, s)
	if pairs == 0 {
		return nil
	}
	types := []Type{of.With(s.keyBlocks(), pairs, s.shared(), s.scoreRow())}
	if a.SoftCap > 0 {
		types = append(types, types[0])
	}
	return types
}

// keeps says whether weights of a block are kept.
func (a *attending[T]) keeps(b attentionBlock) bool {
	return a.pair(b) < a.kept.pairs && !b.again
}

// weights is memory of the weights, and the tanh, of the part of a block that begins
// at key from, and how many rows of scores there are from one of its rows to the next.
func (a *attending[T]) weights(s *attentionScratch[T], b attentionBlock, from int) (weights, caps []T, step int) {
	if !a.keeps(b) {
		return s.scores, s.caps, 1
	}
	step, first := 1, b.first
	switch group := a.heads / a.kvHeads; {
	case b.group == group:
	case a.byHead: // one of the heads
		first += b.head % group * a.query
	default:
		step, first = group, first*group+b.head%group
	}
	at := from/blockKeys*a.kept.block + (a.pair(b)*a.shared()+first)*a.scoreRow()
	weights, caps = a.kept.weights[at:], a.kept.caps
	if caps != nil {
		caps = caps[at:]
	}
	return weights, caps, step
}

// rescaleKept makes kept weights of row i, of keys before from, fit its top of now.
func (a *attending[T]) rescaleKept(s *attentionScratch[T], b attentionBlock, i, from int, by T) {
	if !a.keeps(b) {
		return
	}
	for at := a.begins(b); at < from; at += blockKeys {
		w, _, _ := a.weights(s, b, at)
		row := w[i*a.scoreRow():][:blockKeys]
		kernel.Scale(row, row, by)
	}
}
