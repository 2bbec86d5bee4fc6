package layers

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// Embedding is a table of vectors, one for each id. A decoder that is tied to
// it is the Linear of the same Weight.
type Embedding struct {
	Weight *graph.Node // [vocab, hidden]
}

// NewEmbedding declares a weight drawn from N(0, 1), as PyTorch does.
func NewEmbedding(s *graph.Scope, vocab, hidden int) *Embedding {
	return &Embedding{s.Param("weight", weights.Normal(1), vocab, hidden)}
}

// Forward looks up ids [...], whole numbers: [..., hidden].
func (e *Embedding) Forward(ids *graph.Node) *graph.Node { return e.Weight.Embedding(ids, -1) }

// PaddedEmbedding is an Embedding of which one row stands for padding: it begins
// as zeros and gets no gradient.
type PaddedEmbedding struct {
	Weight  *graph.Node // [vocab, hidden]
	Padding int         // an id
}

// NewPaddedEmbedding declares a weight drawn from N(0, 1), but for the row
// padding.
func NewPaddedEmbedding(s *graph.Scope, vocab, hidden, padding int) *PaddedEmbedding {
	if padding < 0 || padding >= vocab {
		s.Errorf("padding %d: want 0 to %d", padding, vocab-1)
	}
	draw := func(r *weights.Random, shape []int, dst []float64) {
		weights.Normal(1)(r, shape, dst)
		if at := padding * hidden; at >= 0 && at+hidden <= len(dst) {
			clear(dst[at : at+hidden])
		}
	}
	return &PaddedEmbedding{s.Param("weight", draw, vocab, hidden), padding}
}

// Forward looks up ids [...], whole numbers: [..., hidden].
func (e *PaddedEmbedding) Forward(ids *graph.Node) *graph.Node {
	return e.Weight.Embedding(ids, e.Padding)
}
