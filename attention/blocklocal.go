package attention

import "github.com/gaze-ml/gaze/graph"

// BlockLocal is the mask by which a position sees those of its own block of size
// positions, and the first global positions see all and are seen by all (Ainslie
// et al. 2020, ETC; Zaheer et al. 2020, BigBird, without its random keys). It is
// [query, key] or [batch, 1, query, key].
func BlockLocal(p Places, size, global int) *graph.Node {
	s := p.Key.Graph().Scope()
	if size < 1 || global < 0 {
		s.Errorf("blocks of %d positions, %d global: want at least 1 and 0", size, global)
		size = max(size, 1)
	}
	all := s.Whole(global)
	seen := quotient(p.Query, size).Equal(quotient(p.Key, size))
	return seen.Or(p.Query.Less(all)).Or(p.Key.Less(all))
}
