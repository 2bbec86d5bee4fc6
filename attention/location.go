package attention

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// Location is W·q (Luong et al. 2015, equation 10): a query says which positions
// it wants, whatever stands there. There are scores for so many positions as W has
// rows.
type Location struct {
	Position *layers.Linear // d → longest, without bias
}

// NewLocation declares the weight for queries of d elements and up to longest keys.
func NewLocation(s *graph.Scope, d, longest int) *Location {
	return &Location{layers.NewLinearNoBias(s.In("position"), d, longest)}
}

// Forward gives [batch, heads, query, key]; of k only the number of keys matters.
func (l *Location) Forward(q, k *graph.Node) *graph.Node {
	key, longest := k.Dim(2), l.Position.Weight.Dim(0)
	if key > longest {
		k.Graph().Scope().Errorf("%s: %d keys: %s scores %d positions", k, key, l.Position.Weight, longest)
		key = longest
	}
	return l.Position.Forward(q).Slice(3, 0, key) // [batch, heads, query, key]
}
