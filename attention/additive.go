package attention

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// Additive is vᵀ·tanh(Wq·q + Wk·k + b) (Bahdanau et al. 2015, appendix A.1.2), a
// network of one hidden layer that sees a query and a key; one softmax makes
// weights of its scores.
//
// A text often cited has "additive attention" as softmax(softmax(Q·Kᵀ)·V). That is
// something else, and hardly anything: nothing is added in it, its scores are
// those of a dot product, and its second softmax normalises over the elements of
// the result, where there is nothing to choose from, so that every result is a
// point near the middle of the simplex whatever the values are.
type Additive struct {
	Query *layers.Linear // d → units
	Key   *layers.Linear // key's size → units, without bias
	Value *layers.Linear // units → 1, without bias: v
}

// NewAdditive declares the weights for queries of d and keys of keySize elements.
func NewAdditive(s *graph.Scope, d, keySize, units int) *Additive {
	return &Additive{
		Query: layers.NewLinear(s.In("query"), d, units),
		Key:   layers.NewLinearNoBias(s.In("key"), keySize, units),
		Value: layers.NewLinearNoBias(s.In("value"), units, 1),
	}
}

// Forward gives [batch, heads, query, key]. A vector of units for each of them is
// in memory meanwhile.
func (a *Additive) Forward(q, k *graph.Node) *graph.Node {
	return a.score(a.Query.Forward(q), share(a.Key.Forward(k), q.Dim(1)))
}

// score is that of q [batch, heads, query, units] and k [batch, heads, key, units].
func (a *Additive) score(q, k *graph.Node) *graph.Node {
	both := q.Unsqueeze(3).Add(k.Unsqueeze(2)).Tanh() // [batch, heads, query, key, units]
	return a.Value.Forward(both).Squeeze(4)           // [batch, heads, query, key]
}
