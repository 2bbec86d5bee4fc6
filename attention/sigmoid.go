package attention

import (
	"math"

	"github.com/gaze-ml/gaze/graph"
)

// Sigmoid is sigmoid(score - log key): each key is judged by itself, and weights
// need not sum to 1 (Ramapuram et al. 2024, Theory, Analysis, and Best Practices
// for Sigmoid Self-Attention, equation 3). The shift by the number of keys lets
// them sum to about 1 in the beginning.
type Sigmoid struct{}

// Forward keeps the shape of scores [batch, heads, query, key].
func (Sigmoid) Forward(scores *graph.Node) *graph.Node {
	return scores.Shift(-math.Log(float64(max(scores.Dim(-1), 1)))).Sigmoid()
}
