package attention

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// Concat is vᵀ·tanh(W·[q; k]) (Luong et al. 2015, equation 8): Additive whose two
// weights are one, without a bias.
type Concat struct {
	Weight *graph.Node    // [units, d + key's size]
	Value  *layers.Linear // units → 1, without bias: v
}

// NewConcat declares the weights for queries of d and keys of keySize elements.
func NewConcat(s *graph.Scope, d, keySize, units int) *Concat {
	return &Concat{
		Weight: layers.NewLinearNoBias(s, d+keySize, units).Weight,
		Value:  layers.NewLinearNoBias(s.In("value"), units, 1),
	}
}

// Forward gives [batch, heads, query, key]. Nothing is concatenated: W·[q; k] is
// the sum of what the two parts of W make.
func (c *Concat) Forward(q, k *graph.Node) *graph.Node {
	d, both := q.Dim(3), c.Weight.Dim(1)
	if d+k.Dim(3) != both {
		q.Graph().Scope().Errorf("q %s · k %s: %d and %d elements: %s takes %d of both", q, k, d, k.Dim(3), c.Weight, both)
		return q
	}
	a := Additive{
		Query: &layers.Linear{Weight: c.Weight.Slice(1, 0, d)},
		Key:   &layers.Linear{Weight: c.Weight.Slice(1, d, both)},
		Value: c.Value,
	}
	return a.Forward(q, k)
}
