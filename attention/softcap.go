package attention

import (
	"math"

	"github.com/gaze-ml/gaze/graph"
)

// SoftCap keeps scores between -Cap and Cap: Cap·tanh(score/Cap) (Gemma 2, 2024,
// §2, with 50).
type SoftCap struct {
	Score Score // nil: ScaledDot
	Cap   float64
}

// Forward gives [batch, heads, query, key].
func (c SoftCap) Forward(q, k *graph.Node) *graph.Node {
	scores := scoreOr(c.Score).Forward(q, k)
	if !(c.Cap > 0) || math.IsInf(c.Cap, 1) {
		scores.Graph().Scope().Errorf("soft cap of %v: want a finite number above 0", c.Cap)
		return scores
	}
	return scores.Scale(1 / c.Cap).Tanh().Scale(c.Cap)
}
