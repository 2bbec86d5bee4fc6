package bert

import (
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// Inputs are ids, types and seen [batch, seq] of encoded texts, see Function, each
// padded to the longest of them.
func (m *Model) Inputs(texts ...*tokenizer.Encoding) graph.Values {
	seq := 0
	for _, t := range texts {
		seq = max(seq, t.Len())
	}
	return m.padded(seq, texts)
}

// padded are the inputs of texts of seq positions at most, padded to as many.
func (m *Model) padded(seq int, texts []*tokenizer.Encoding) graph.Values {
	batch := len(texts)
	ids, types, seen := make([]int, batch*seq), make([]int, batch*seq), make([]bool, batch*seq)
	for i := range ids {
		ids[i] = max(m.Config.padding(), 0)
	}
	for row, t := range texts {
		at := row * seq
		copy(ids[at:], t.IDs)
		copy(types[at:], t.TypeIDs)
		for i, real := range t.AttentionMask {
			seen[at+i] = real != 0
		}
	}
	shape := tensor.WithShape(batch, seq)
	return graph.Values{
		"ids":   tensor.New(shape, tensor.WithBacking(ids)),
		"types": tensor.New(shape, tensor.WithBacking(types)),
		"seen":  tensor.New(shape, tensor.WithBacking(seen)),
	}
}

// Masked are the inputs masked and labels [masked] of labels [batch][seq], -100
// where a word is not to be guessed. They are padded to a multiple of that many, by
// labels that do not count, so that a Function meets few sizes.
func Masked(labels [][]int, multiple int) (masked, wanted *tensor.Dense) {
	var places, words []int
	for row := range labels {
		for i, word := range labels[row] {
			if word != none {
				places, words = append(places, row*len(labels[row])+i), append(words, word)
			}
		}
	}
	for len(places) == 0 || len(places)%max(multiple, 1) != 0 {
		places, words = append(places, 0), append(words, none)
	}
	shape := tensor.WithShape(len(places))
	return tensor.New(shape, tensor.WithBacking(places)), tensor.New(shape, tensor.WithBacking(words))
}
