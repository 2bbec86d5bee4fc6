package attention

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// Shaw learns a vector for each distance between positions, for keys and for values
// (Shaw et al. 2018, equations 3 and 4):
//
//	score(i, j) = q_i·(k_j + a_(j-i))/√d
//	result(i)   = Σ_j weight(i, j)·(v_j + b_(j-i))
//
// Distances from Furthest on are one, as are those from -Furthest, so that longer
// texts than those trained on have vectors too. No tensor [query, key, d] is made:
// there are only 2·Furthest+1 vectors to multiply with.
type Shaw struct {
	Key   *graph.Node // a, [2·furthest+1, d]
	Value *graph.Node // b, [2·furthest+1, dv]
}

// NewShaw declares key and value, drawn from N(0, 0.02²).
func NewShaw(s *graph.Scope, furthest, d, dv int) *Shaw {
	if furthest < 1 {
		s.Errorf("Shaw's positions up to %d: want at least 1", furthest)
		furthest = 1
	}
	return &Shaw{
		Key:   s.Param("key", weights.Normal(0.02), 2*furthest+1, d),
		Value: s.Param("value", weights.Normal(0.02), 2*furthest+1, dv),
	}
}

// Forward lets q [batch, heads, query, d] attend to k and v [batch, kvHeads, key,
// …]; mask is as in DotProduct.
func (a *Shaw) Forward(q, k, v, mask *graph.Node, p Places) *graph.Node {
	w := a.Weights(q, k, mask, p) // [batch, heads, query, key]
	none := q.Graph().Scope().Number(0).Expand(w.Dim(0), w.Dim(1), w.Dim(2), a.Value.Dim(0))
	byDistance := none.ScatterAdd(a.distances(w, p), w, 3) // [batch, heads, query, 2·furthest+1]
	return w.MatMul(share(v, q.Dim(1))).Add(byDistance.MatMul(a.Value))
}

// Weights are those of Forward: [batch, heads, query, key].
func (a *Shaw) Weights(q, k, mask *graph.Node, p Places) *graph.Node {
	scores := ScaledDot{}.Forward(q, k)                         // [batch, heads, query, key]
	byDistance := ScaledDot{}.Forward(q, a.Key.Unsqueeze(0, 1)) // [batch, heads, query, 2·furthest+1]
	scores = scores.Add(byDistance.GatherElements(a.distances(scores, p), 3))
	return hide(scores, mask).Softmax(-1)
}

// distances are the rows of Key for j - i, as large as scores.
func (a *Shaw) distances(scores *graph.Node, p Places) *graph.Node {
	s, furthest := scores.Graph().Scope(), a.Key.Dim(0)/2
	ahead := p.Ahead().Minimum(s.Whole(furthest)).Maximum(s.Whole(-furthest)).Add(s.Whole(furthest))
	return ahead.Expand(scores.Shape()...)
}
