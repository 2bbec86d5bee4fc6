package attention

import "github.com/gaze-ml/gaze/graph"

// Softmax is e^score / Σ e^score over the keys (Vaswani et al. 2017, equation 1).
type Softmax struct{}

// Forward keeps the shape of scores [batch, heads, query, key].
func (Softmax) Forward(scores *graph.Node) *graph.Node { return scores.Softmax(-1) }
