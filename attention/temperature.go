package attention

import (
	"math"

	"github.com/gaze-ml/gaze/graph"
)

// Temperature divides scores: below 1 the weights are sharper, above 1 flatter. Of
// ScaledDot and Dot it is only another scale, and one operation still.
type Temperature struct {
	Score Score // nil: ScaledDot
	By    float64
}

// Forward gives [batch, heads, query, key].
func (t Temperature) Forward(q, k *graph.Node) *graph.Node {
	scores := scoreOr(t.Score).Forward(q, k)
	if !(t.By > 0) || math.IsInf(t.By, 1) {
		scores.Graph().Scope().Errorf("temperature %v: want more than 0", t.By)
		return scores
	}
	return scores.Scale(1 / t.By)
}
