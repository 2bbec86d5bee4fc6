package attention

import "github.com/gaze-ml/gaze/graph"

// Entmax15 is max(score/2 - t, 0)², the t for which a query's weights sum to 1
// (Peters, Niculae and Martins 2019, α = 1.5): between Softmax and Sparsemax.
type Entmax15 struct{}

// Forward keeps the shape of scores [batch, heads, query, key].
func (Entmax15) Forward(scores *graph.Node) *graph.Node { return scores.Entmax15(-1) }
