package ops

import (
	"github.com/gaze-ml/gaze/internal/kernel"
)

// keptKeys is up to how many keys the forward pass keeps weights for the gradient,
// which then need not multiply queries with keys again. So a query keeps no more than
// that, however long the text is; of more keys nothing is kept.
const keptKeys = 512

// keeps says whether weights are kept. Dropped ones are not.
func (a attention) keeps(s attentionSizes) bool {
	return a.valueAt > 0 && a.Dropout == 0 && s.key <= keptKeys
}

// kept is weights as they are in a block of scores, e^(score - highest of the row),
// and the tanh of scores within a soft cap. Blocks of keys follow each other, each
// with rows of all pairs in the order of their blocks.
type kept[T kernel.Float] struct {
	weights, caps []T // without: nothing is kept
	block         int // elements of a block of keys
}

// keptOf are the memories that saved says.
func keptOf[T kernel.Float](saved []Array, s attentionSizes) (k kept[T]) {
	if len(saved) < 2 || !saved[1].Exists() {
		return k
	}
	k.block = s.pairs() * s.shared() * s.scoreRow()
	k.weights = floats[T](saved[1])
	if len(saved) > 2 {
		k.caps = floats[T](saved[2])
	}
	return k
}

// keptTypes are those of weights, and of tanh.
func (a attention) keptTypes(of Type, s attentionSizes) []Type {
	if !a.keeps(s) {
		return nil
	}
	types := []Type{of.With((s.key+blockKeys-1)/blockKeys, s.pairs(), s.shared(), s.scoreRow())}
	if a.SoftCap > 0 {
		types = append(types, types[0])
	}
	return types
}

// weights is memory of the weights, and the tanh, of the part of a block that begins
// at key from, and how many rows of scores there are from one of its rows to the next.
func (a *attending[T]) weights(s *attentionScratch[T], b attentionBlock, from int) (weights, caps []T, step int) {
	if a.kept.weights == nil || b.again {
		return s.scores, s.caps, 1
	}
	pair, step, first := b.batch*a.kvHeads+a.keyHead(b), 1, b.first
	if group := a.heads / a.kvHeads; b.group != group { // one of the heads
		step, first = group, first*group+b.head%group
	}
	at := from/blockKeys*a.kept.block + (pair*a.shared()+first)*a.scoreRow()
	weights, caps = a.kept.weights[at:], a.kept.caps
	if caps != nil {
		caps = caps[at:]
	}
	return weights, caps, step
}

// rescaleKept makes kept weights of row i, of keys before from, fit its top of now.
func (a *attending[T]) rescaleKept(s *attentionScratch[T], b attentionBlock, i, from int, by T) {
	if a.kept.weights == nil || b.again {
		return
	}
	for at := a.begins(b); at < from; at += blockKeys {
		w, _, _ := a.weights(s, b, at)
		row := w[i*a.scoreRow():][:blockKeys]
		kernel.Scale(row, row, by)
	}
}
