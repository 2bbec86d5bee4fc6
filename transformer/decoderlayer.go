package transformer

import (
	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// DecoderLayer is causal self-attention, attention to an encoder's memory, then
// feed-forward.
type DecoderLayer struct {
	SelfAttention        *attention.MultiHead
	CrossAttention       *attention.MultiHead
	SelfAttender         attention.Attender // in the place of SelfAttention; nil: SelfAttention
	CrossAttender        attention.Attender // in the place of CrossAttention; nil: CrossAttention
	FeedForward          layers.Layer
	AroundSelfAttention  Residual
	AroundCrossAttention Residual
	AroundFeedForward    Residual
}

// NewDecoderLayer declares self_attention, cross_attention, feed_forward, and
// the norm of each.
func NewDecoderLayer(s *graph.Scope, c Config) *DecoderLayer {
	l := &DecoderLayer{
		SelfAttention:        c.attention(s.In("self_attention")),
		AroundSelfAttention:  c.residual(s.In("self_attention_norm")),
		CrossAttention:       c.attention(s.In("cross_attention")),
		AroundCrossAttention: c.residual(s.In("cross_attention_norm")),
		FeedForward:          c.feedForward(s.In("feed_forward")),
		AroundFeedForward:    c.residual(s.In("feed_forward_norm")),
	}
	l.SelfAttention.Causal = true
	return l
}

// Forward keeps the shape of x [batch, seq, hidden]. mask is over its positions,
// memoryMask over those of memory [batch, key, hidden]; nil hides nothing.
func (l *DecoderLayer) Forward(x, memory, mask, memoryMask *graph.Node) *graph.Node {
	x = l.AroundSelfAttention.Forward(x, func(x *graph.Node) *graph.Node {
		return attenderOr(l.SelfAttender, l.SelfAttention).Forward(x, x, mask)
	})
	x = l.AroundCrossAttention.Forward(x, func(x *graph.Node) *graph.Node {
		return attenderOr(l.CrossAttender, l.CrossAttention).Forward(x, memory, memoryMask)
	})
	return l.AroundFeedForward.Forward(x, l.FeedForward.Forward)
}
