package attention

import "github.com/gaze-ml/gaze/graph"

// Window is the mask by which position i sees j if |i - j| < size (Beltagy et al.
// 2020, Longformer, §3.1): with Causal, itself and the size - 1 before (Jiang et al.
// 2023, Mistral). It is [query, key] or [batch, 1, query, key].
func Window(p Places, size int) *graph.Node {
	s := p.Key.Graph().Scope()
	if size < 1 {
		s.Errorf("window of %d positions: want at least 1", size)
	}
	ahead := p.Ahead()
	return ahead.Less(s.Whole(size)).And(ahead.Greater(s.Whole(-size)))
}
