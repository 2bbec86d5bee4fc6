package attention

import "github.com/gaze-ml/gaze/graph"

// Layer is what can stand in a stack: it keeps the shape of x [batch, seq, hidden].
type Layer interface {
	// Forward keeps the shape of x; mask is as in DotProduct.
	Forward(x, mask *graph.Node) *graph.Node
}

// Repeat sends x [batch, seq, hidden] through one layer so many times: its
// parameters are those of every layer of a stack (Lan et al. 2020, ALBERT, §3.1), and
// their gradients the sums over all of them. A layer that decodes has a cache for each
// time, see RememberTimes.
func Repeat(layer Layer, times int, x, mask *graph.Node) *graph.Node {
	for range times {
		x = layer.Forward(x, mask)
	}
	return x
}
