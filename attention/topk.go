package attention

import "github.com/gaze-ml/gaze/graph"

// TopK lets each query see only the K keys that fit best, and those that fit as
// well as the last of them (Gupta et al. 2021, Memory-efficient Transformers via
// Top-k Attention).
type TopK struct {
	K          int
	Normaliser Normaliser // of what is left; nil: Softmax
}

// Forward keeps the shape of scores [batch, heads, query, key].
func (t TopK) Forward(scores *graph.Node) *graph.Node {
	k := min(t.K, scores.Dim(-1))
	if k < 1 {
		scores.Graph().Scope().Errorf("top %d of %s: want at least 1", t.K, scores)
		return scores
	}
	best, _ := scores.TopK(k, -1)                       // [batch, heads, query, k]
	seen := scores.GreaterEqual(best.Slice(-1, k-1, k)) // [batch, heads, query, key]
	return normaliserOr(t.Normaliser).Forward(hide(scores, seen))
}
