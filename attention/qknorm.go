package attention

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// QKNorm normalises the queries and the keys of each head before they are scored
// (Henry et al. 2020; with RMSNorm as in Qwen 3 and Gemma 3), so that scores stay
// within bounds however long training goes.
type QKNorm struct {
	Query, Key *layers.RMSNorm // [d]
	Score      Score           // nil: ScaledDot
}

// NewQKNorm declares the norms of heads of d elements. Score is ScaledDot.
func NewQKNorm(s *graph.Scope, d int) *QKNorm {
	return &QKNorm{layers.NewRMSNorm(s.In("query"), d, 1e-6), layers.NewRMSNorm(s.In("key"), d, 1e-6), ScaledDot{}}
}

// Forward gives [batch, heads, query, key].
func (n *QKNorm) Forward(q, k *graph.Node) *graph.Node {
	return scoreOr(n.Score).Forward(n.Query.Forward(q), n.Key.Forward(k))
}
