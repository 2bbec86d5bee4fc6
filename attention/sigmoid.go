package attention

import (
	"math"

	"github.com/gaze-ml/gaze/graph"
)

// Sigmoid is sigmoid(score - log n), n being how many keys a query sees: each key is
// judged by itself, and weights need not sum to 1 (Ramapuram et al. 2024, Theory,
// Analysis, and Best Practices for Sigmoid Self-Attention). The shift lets them
// sum to about 1 in the beginning. In the paper n is the length of the text; here what
// is hidden does not count, so that neither padding nor room in a cache changes
// anything.
type Sigmoid struct{}

// Forward keeps the shape of scores [batch, heads, query, key].
func (Sigmoid) Forward(scores *graph.Node) *graph.Node {
	s := scores.Graph().Scope()
	seen := scores.Greater(s.Number(math.Inf(-1))).Where(s.Number(1), s.Number(0))
	n := seen.SumKeep(-1).Maximum(s.Number(1)) // [batch, heads, query, 1]
	return scores.Sub(n.Log()).Sigmoid()
}
