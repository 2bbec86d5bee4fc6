package transformer

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// Decoder is a stack of layers that attend to an encoder's memory.
type Decoder struct {
	Layers []*DecoderLayer
	Norm   layers.Layer // after the last layer; nil: none
}

// NewDecoder declares layer.0, layer.1 … and, if they are pre-norm, norm.
func NewDecoder(s *graph.Scope, c Config) *Decoder {
	c.check(s)
	d := new(Decoder)
	for i := range c.Layers {
		d.Layers = append(d.Layers, NewDecoderLayer(s.In("layer", i), c))
	}
	d.Norm = c.finalNorm(s.In("norm"))
	return d
}

// Forward keeps the shape of x [batch, seq, hidden]. mask is over its positions,
// memoryMask over those of memory [batch, key, hidden]; nil hides nothing.
func (d *Decoder) Forward(x, memory, mask, memoryMask *graph.Node) *graph.Node {
	for _, l := range d.Layers {
		x = l.Forward(x, memory, mask, memoryMask)
	}
	return normalised(x, d.Norm)
}

// Remember gives the self-attention of each layer a Cache of longest positions,
// below s, so that the stack goes on from positions at [batch]. See
// attention.Cache.
func (d *Decoder) Remember(s *graph.Scope, at *graph.Node, longest int) {
	for i, l := range d.Layers {
		remember(s.In("layer", i), attenderOr(l.SelfAttender, l.SelfAttention), at, longest)
	}
}
