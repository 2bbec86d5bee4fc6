package attention

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// Learned adds a vector of its own for each position (Gehring et al. 2017), as
// in BERT and GPT-2.
type Learned struct {
	Weight *graph.Node // [longest, hidden]
}

// NewLearned declares a weight drawn from N(0, 1).
func NewLearned(s *graph.Scope, longest, hidden int) *Learned {
	return &Learned{layers.NewEmbedding(s, longest, hidden).Weight}
}

// Forward keeps the shape of x [batch, seq, hidden].
func (p *Learned) Forward(x, positions *graph.Node) *graph.Node {
	return addRows(x, p.Weight, positions, p.Weight.String())
}
