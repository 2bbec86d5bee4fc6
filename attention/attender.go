package attention

import "github.com/gaze-ml/gaze/graph"

// Attender is what a layer of a stack attends with, such as a MultiHead, a Fused, a
// Composed or a HeadGate; a Windowed or a Latent by SelfAttention.
type Attender interface {
	// Forward lets every position of x [batch, query, hidden] attend to memory [batch,
	// key, hidden]. A nil mask hides nothing.
	Forward(x, memory, mask *graph.Node) *graph.Node
}

// SelfAttention is a Layer that attends to what it is given and to nothing else, as an
// Attender.
type SelfAttention struct{ Layer Layer }

// Forward keeps the shape of x [batch, seq, hidden]; memory is x itself.
func (a SelfAttention) Forward(x, memory, mask *graph.Node) *graph.Node {
	if memory != x {
		x.Graph().Scope().Errorf("%s attends to %s: want itself, in self-attention", x, memory)
		return x
	}
	return a.Layer.Forward(x, mask)
}

// Remember gives the layer its cache or ring, as its own Remember does.
func (a SelfAttention) Remember(s *graph.Scope, at *graph.Node, longest int) {
	switch l := a.Layer.(type) {
	case interface {
		Remember(s *graph.Scope, at *graph.Node, longest int)
	}:
		l.Remember(s, at, longest)
	case interface {
		Remember(s *graph.Scope, at *graph.Node)
	}:
		l.Remember(s, at)
	default:
		s.Errorf("%T has no Remember: want a layer that can decode", a.Layer)
	}
}
