package transformer

import (
	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// EncoderLayer is self-attention, then feed-forward. With causal attention it is
// the layer of a decoder-only model.
type EncoderLayer struct {
	Attention         *attention.MultiHead
	FeedForward       layers.Layer
	Attender          attention.Attender // in the place of Attention; nil: Attention
	AroundAttention   Residual
	AroundFeedForward Residual
}

// NewEncoderLayer declares attention, feed_forward, and the norm of each.
func NewEncoderLayer(s *graph.Scope, c Config) *EncoderLayer {
	l := &EncoderLayer{
		Attention:         c.attention(s.In("attention")),
		AroundAttention:   c.residual(s.In("attention_norm")),
		FeedForward:       c.feedForward(s.In("feed_forward")),
		AroundFeedForward: c.residual(s.In("feed_forward_norm")),
	}
	l.Attention.Causal = c.Causal
	return l
}

// Forward keeps the shape of x [batch, seq, hidden]. A nil mask hides nothing.
func (l *EncoderLayer) Forward(x, mask *graph.Node) *graph.Node {
	a := attenderOr(l.Attender, l.Attention)
	x = l.AroundAttention.Forward(x, func(x *graph.Node) *graph.Node { return a.Forward(x, x, mask) })
	return l.AroundFeedForward.Forward(x, l.FeedForward.Forward)
}
