package attention

import "github.com/gaze-ml/gaze/graph"

// Strided is the mask by which a position sees those less than stride away, and of
// the others every stride-th, counted from itself (Child et al. 2019, Sparse
// Transformers, §4.3, both heads of it in one; they have it causal). With a stride
// of about √seq, each position reaches each other in two layers. It is [query, key]
// or [batch, 1, query, key].
func Strided(p Places, stride int) *graph.Node {
	s := p.Key.Graph().Scope()
	if stride < 1 {
		s.Errorf("stride %d: want at least 1", stride)
		stride = 1
	}
	return Window(p, stride).Or(multiple(p.Ahead(), stride))
}
