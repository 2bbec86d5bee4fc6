package transformer

import (
	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
)

// attenderOr is a, or what stands there without one.
func attenderOr(a attention.Attender, plain *attention.MultiHead) attention.Attender {
	if a == nil {
		return plain
	}
	return a
}

// remember gives what attends a cache, below s; a MultiHead becomes causal.
func remember(s *graph.Scope, a attention.Attender, at *graph.Node, longest int) {
	if m, ok := a.(*attention.MultiHead); ok {
		m.Causal = true
	}
	r, ok := a.(interface {
		Remember(s *graph.Scope, at *graph.Node, longest int)
	})
	if !ok {
		s.Errorf("%T has no Remember: want what can decode", a)
		return
	}
	r.Remember(s, at, longest)
}
