package attention

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// TwoWay lets two sequences attend to each other (Seo et al. 2017, BiDAF, §2, the
// attention flow layer). With the scores S_tj = w·[h_t; u_j; h_t∘u_j],
//
//	ũ_t = Σ_j softmax_j(S_t:)·u_j           the query's words that matter to h_t
//	h̃   = Σ_t softmax_t(max_j S_tj)·h_t     the context's words that matter to the query
//	G_t = [h_t; ũ_t; h_t∘ũ_t; h_t∘h̃]
type TwoWay struct {
	Context, Query, Both *graph.Node // the three parts of w, [1, hidden]
}

// NewTwoWay declares the weights.
func NewTwoWay(s *graph.Scope, hidden int) *TwoWay {
	part := func(name string) *graph.Node { return layers.NewLinearNoBias(s.In(name), hidden, 1).Weight }
	return &TwoWay{part("context"), part("query"), part("both")}
}

// Forward gives [batch, context, 4·hidden] of h [batch, context, hidden] and u
// [batch, query, hidden]. hSeen [batch, context] and uSeen [batch, query] are true
// where there is no padding; nil: everywhere.
func (a *TwoWay) Forward(h, u, hSeen, uSeen *graph.Node) *graph.Node {
	scores := a.Scores(h, u, uSeen)             // [batch, context, query]
	toQuery := scores.Softmax(-1).MatMul(u)     // [batch, context, hidden]
	best := scores.Max(-1)                      // [batch, context]
	toContext := hide(best, hSeen).Softmax(-1)  // [batch, context]
	summary := toContext.Unsqueeze(1).MatMul(h) // [batch, 1, hidden]
	return graph.Concat(2, h, toQuery, h.Mul(toQuery), h.Mul(summary))
}

// Scores are S, [batch, context, query].
func (a *TwoWay) Scores(h, u, uSeen *graph.Node) *graph.Node {
	scores := h.Mul(a.Both).MatMulT(u)                                                   // [batch, context, query]
	scores = scores.Add(h.MatMulT(a.Context)).Add(u.MatMulT(a.Query).Transpose(0, 2, 1)) // [batch, context, query]
	if uSeen != nil {
		uSeen = uSeen.Unsqueeze(1) // [batch, 1, query]
	}
	return hide(scores, uSeen)
}
