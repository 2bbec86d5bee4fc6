package attention

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// Memory are keys and values that are learned and stand before those of every text
// (Sukhbaatar et al. 2019, Augmenting Self-attention with Persistent Memory,
// equation 9).
type Memory struct {
	Keys, Values *graph.Node // [kvHeads, size, d]
}

// NewMemory declares keys and values, drawn from N(0, 1/d) and N(0, 1/size).
func NewMemory(s *graph.Scope, kvHeads, size, d int) *Memory {
	return &Memory{
		Keys:   s.Param("keys", weights.Normal(root(d)), kvHeads, size, d),
		Values: s.Param("values", weights.Normal(root(size)), kvHeads, size, d),
	}
}

// Extend puts the memory before k and v [batch, kvHeads, key, d] and lets everybody
// see it: mask, broadcast to [batch, heads, query, key], becomes as much longer.
func (m *Memory) Extend(k, v, mask *graph.Node) (keys, values, seen *graph.Node) {
	return graph.Concat(2, m.each(m.Keys, k), k), graph.Concat(2, m.each(m.Values, v), v), m.seen(mask, k.Dim(2))
}

// each is x [kvHeads, size, d] for each text in of: [batch, kvHeads, size, d].
func (m *Memory) each(x, of *graph.Node) *graph.Node {
	return x.Unsqueeze(0).Expand(of.Dim(0), x.Dim(0), x.Dim(1), x.Dim(2))
}

func (m *Memory) seen(mask *graph.Node, key int) *graph.Node {
	if mask == nil {
		return nil
	}
	shape := mask.Shape()
	last := len(shape) - 1
	if last < 0 || shape[last] != 1 && shape[last] != key {
		mask.Graph().Scope().Errorf("mask %s: want [batch, heads, query, key] or what broadcasts to it, of %d keys", mask, key)
		return mask
	}
	if shape[last] == 1 { // the same for all keys, which the memory is none of
		shape[last] = key
		mask = mask.Expand(shape...)
	}
	s := mask.Graph().Scope()
	none := s.Number(0)
	if !mask.IsFloat() {
		none = s.Whole(0).Equal(s.Whole(0)) // true
	}
	shape[last] = m.Keys.Dim(1)
	return graph.Concat(last, none.Expand(shape...), mask)
}
