package attention

import (
	"slices"

	"github.com/gaze-ml/gaze/graph"
)

// attends says whether q [batch, heads, query, d] can attend to k [batch, kvHeads, key,
// d] and v [batch, kvHeads, key, dv], and tells if not.
func attends(q, k, v *graph.Node) bool {
	fits := q.Rank() == 4 && k.Rank() == 4 && v.Rank() == 4 &&
		q.Dim(0) == k.Dim(0) && q.Dim(3) == k.Dim(3) && q.Dim(1)%k.Dim(1) == 0 && slices.Equal(k.Shape()[:3], v.Shape()[:3])
	if !fits {
		q.Graph().Scope().Errorf("q %s · k %s · v %s: want [batch, heads, query, d], [batch, kvHeads, key, d] and "+
			"[batch, kvHeads, key, dv], kvHeads a divisor of heads", q, k, v)
	}
	return fits
}

// sumsFit says whether features q and k [batch, heads, seq, features] and v can go on
// from past sums [batch, heads, features, dv] and totals [batch, heads, 1, features], nil
// at the beginning, and tells if not.
func sumsFit(q, k, v *graph.Node, past [2]*graph.Node) bool {
	s := q.Graph().Scope()
	if s.Graph().Err() != nil || q.Rank() != 4 || !slices.Equal(q.Shape(), k.Shape()) || v.Rank() != 4 {
		s.Errorf("features %s and %s: want [batch, heads, seq, features]", q, k)
		return false
	}
	sums := []int{q.Dim(0), q.Dim(1), q.Dim(3), v.Dim(3)}
	totals := []int{q.Dim(0), q.Dim(1), 1, q.Dim(3)}
	if past[0] != nil && (!slices.Equal(past[0].Shape(), sums) || !slices.Equal(past[1].Shape(), totals)) {
		s.Errorf("sums %s and totals %s: want %v and %v", past[0], past[1], sums, totals)
		return false
	}
	return true
}
