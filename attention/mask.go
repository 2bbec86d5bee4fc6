package attention

import (
	"math"

	"github.com/gaze-ml/gaze/graph"
)

// Causal is the mask [seq, seq] by which no position sees a later one. As a
// node it can be combined with others; MultiHead.Causal costs less.
func Causal(s *graph.Scope, seq int) *graph.Node {
	at := s.Range(seq)
	return at.Unsqueeze(1).GreaterEqual(at) // [seq, seq]
}

// Padding is the mask [batch, 1, 1, key] that hides keys which are padding: seen
// [batch, key] is true for those that are not.
func Padding(seen *graph.Node) *graph.Node {
	return seen.Unsqueeze(1, 2) // [batch, 1, 1, key]
}

// PaddingAfter is the mask [batch, 1, 1, key] that hides what stands after the
// first lengths [batch], whole numbers, of key positions.
func PaddingAfter(lengths *graph.Node, key int) *graph.Node {
	at := lengths.Graph().Scope().Range(key)
	return Padding(at.Less(lengths.Unsqueeze(1))) // [batch, key] before Padding
}

// And is the mask that hides what either hides. Masks are truth values (true: may
// be seen) or numbers to be added to the scores, and are broadcast. A nil mask
// hides nothing.
func And(a, b *graph.Node) *graph.Node {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	case a.IsFloat() && b.IsFloat():
		return a.Add(b)
	case a.IsFloat():
		return b.Where(a, hidden(a))
	case b.IsFloat():
		return a.Where(b, hidden(b))
	}
	return a.And(b)
}

// hidden is what is added to a score that shall not count.
func hidden(x *graph.Node) *graph.Node { return x.Graph().Scope().Number(math.Inf(-1)) }
