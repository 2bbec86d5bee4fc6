package transformer

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// Encoder is a stack of layers.
type Encoder struct {
	Layers []*EncoderLayer
	Norm   layers.Layer // after the last layer; nil: none
}

// NewEncoder declares layer.0, layer.1 … and, if they are pre-norm, norm.
func NewEncoder(s *graph.Scope, c Config) *Encoder {
	c.check(s)
	e := new(Encoder)
	for i := range c.Layers {
		e.Layers = append(e.Layers, NewEncoderLayer(s.In("layer", i), c))
	}
	e.Norm = c.finalNorm(s.In("norm"))
	return e
}

// Forward keeps the shape of x [batch, seq, hidden]. A nil mask hides nothing.
func (e *Encoder) Forward(x, mask *graph.Node) *graph.Node {
	for _, l := range e.Layers {
		x = l.Forward(x, mask)
	}
	return normalised(x, e.Norm)
}

// Remember gives each layer a Cache of longest positions, below s, so that the
// stack, which becomes causal (an Attender says that itself), goes on from positions at [batch]. See
// attention.Cache.
func (e *Encoder) Remember(s *graph.Scope, at *graph.Node, longest int) {
	for i, l := range e.Layers {
		remember(s.In("layer", i), attenderOr(l.Attender, l.Attention), at, longest)
	}
}

func normalised(x *graph.Node, norm layers.Layer) *graph.Node {
	if norm == nil {
		return x
	}
	return norm.Forward(x)
}
