package attention

import "github.com/gaze-ml/gaze/graph"

// Sparsemax is max(score - t, 0), the t for which a query's weights sum to 1
// (Martins and Astudillo 2016): keys that fit badly get exactly nothing.
type Sparsemax struct{}

// Forward keeps the shape of scores [batch, heads, query, key].
func (Sparsemax) Forward(scores *graph.Node) *graph.Node { return scores.Sparsemax(-1) }
