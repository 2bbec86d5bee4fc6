package attention

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// FuseGate decides for each element how much of one source and of the other it takes
// (Arevalo et al. 2017, gated multimodal units, equation 2):
//
//	g = sigmoid(W·[a; b] + c)
//	y = g∘a + (1 - g)∘b
type FuseGate struct {
	Gate *layers.Linear // 2·hidden → hidden
}

// NewFuseGate declares gate.
func NewFuseGate(s *graph.Scope, hidden int) *FuseGate {
	return &FuseGate{layers.NewLinear(s.In("gate"), 2*hidden, hidden)}
}

// Forward keeps the shape of a and b [batch, seq, hidden].
func (f *FuseGate) Forward(a, b *graph.Node) *graph.Node {
	g := f.Gate.Activate(graph.Concat(-1, a, b), layers.Sigmoid) // [batch, seq, hidden]
	return b.Add(g.Mul(a.Sub(b)))
}
