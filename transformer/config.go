package transformer

import (
	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// Config is the size of a Transformer and of its parts. The zero values of all
// but the first three are those of the paper.
type Config struct {
	Layers        int // of each stack
	Hidden        int
	Heads         int
	KeyValueHeads int               // 0: Heads
	Intermediate  int               // 0: 4·Hidden
	Activation    layers.Activation // of the feed-forward; NoActivation: ReLU
	Dropout       float64           // everywhere, while training
	PreNorm       bool              // as in GPT-2; else post-norm, as in the paper and BERT
	Causal        bool              // of an Encoder: its positions see no later ones
}

const eps = 1e-5 // PyTorch's

func (c Config) check(s *graph.Scope) {
	if c.Layers < 1 || c.Hidden < 1 || c.Heads < 1 || c.KeyValueHeads < 0 || c.Intermediate < 0 {
		s.Errorf("transformer: %+v: want Layers, Hidden and Heads of at least 1, the others not negative", c)
	}
}

// attention declares a MultiHead.
func (c Config) attention(s *graph.Scope) *attention.MultiHead {
	kvHeads := c.KeyValueHeads
	if kvHeads == 0 {
		kvHeads = c.Heads
	}
	a := attention.NewGroupedMultiHead(s, c.Hidden, c.Heads, kvHeads)
	a.Dropout = c.Dropout
	return a
}

// feedForward declares a FeedForward.
func (c Config) feedForward(s *graph.Scope) *layers.FeedForward {
	intermediate, f := c.Intermediate, c.Activation
	if intermediate == 0 {
		intermediate = 4 * c.Hidden
	}
	if f == layers.NoActivation {
		f = layers.ReLU
	}
	l := layers.NewFeedForward(s, c.Hidden, intermediate, f)
	l.Dropout = c.Dropout
	return l
}

// residual declares the norm of a PreNorm or PostNorm.
func (c Config) residual(s *graph.Scope) Residual {
	norm := layers.NewLayerNorm(s, c.Hidden, eps)
	if c.PreNorm {
		return PreNorm{norm, c.Dropout}
	}
	return PostNorm{norm, c.Dropout}
}

// finalNorm is what a stack of pre-norm layers ends with, nil after others.
func (c Config) finalNorm(s *graph.Scope) layers.Layer {
	if c.PreNorm {
		return layers.NewLayerNorm(s, c.Hidden, eps)
	}
	return nil
}
