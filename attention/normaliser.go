package attention

import "github.com/gaze-ml/gaze/graph"

// Normaliser makes weights of scores. Those of this package are Softmax,
// Sparsemax, Entmax15, Sigmoid and TopK.
type Normaliser interface {
	// Forward keeps the shape of scores [batch, heads, query, key]. A score of -Inf
	// gets the weight 0, and so does every key of a query that sees none.
	Forward(scores *graph.Node) *graph.Node
}
