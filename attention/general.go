package attention

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// General is q·W·kᵀ (Luong et al. 2015, equation 8), the same W for all heads:
// queries and keys need not be of one size.
type General struct {
	Key *layers.Linear // key's size → d, without bias: W
}

// NewGeneral declares the weight for queries of d and keys of keySize elements.
func NewGeneral(s *graph.Scope, d, keySize int) *General {
	return &General{layers.NewLinearNoBias(s.In("key"), keySize, d)}
}

// Forward gives [batch, heads, query, key].
func (g *General) Forward(q, k *graph.Node) *graph.Node {
	d, size := g.Key.Weight.Dim(0), g.Key.Weight.Dim(1)
	if q.Rank() != 4 || k.Rank() != 4 || q.Dim(3) != d || k.Dim(3) != size {
		q.Graph().Scope().Errorf("q %s · k %s: want [batch, heads, query, %d] and [batch, kvHeads, key, %d], as %s", q, k, d, size, g.Key.Weight)
		return q
	}
	return Dot{}.Forward(q, g.Key.Forward(k))
}
