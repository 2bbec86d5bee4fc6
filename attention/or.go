package attention

import "github.com/gaze-ml/gaze/graph"

// Or is the mask that shows what either shows. Masks are truth values, or numbers
// to be added to the scores: what both show gets the larger number, and one that is
// nil shows everything.
func Or(a, b *graph.Node) *graph.Node {
	switch {
	case a == nil || b == nil:
		return nil
	case a.IsFloat() && b.IsFloat():
		return a.Maximum(b)
	case a.IsFloat():
		return a.Maximum(additive(b))
	case b.IsFloat():
		return b.Maximum(additive(a))
	}
	return a.Or(b)
}

// additive is 0 where mask is true, -Inf elsewhere.
func additive(mask *graph.Node) *graph.Node {
	return mask.Where(mask.Graph().Scope().Number(0), hidden(mask))
}
