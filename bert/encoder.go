package bert

import (
	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/transformer"
)

// Text is a batch of texts, or of pairs of texts.
type Text struct {
	IDs   *graph.Node // [batch, seq], whole numbers
	Types *graph.Node // [batch, seq]: 0 in the first text, 1 in the second; nil: 0
	Seen  *graph.Node // [batch, seq]: true where there is no padding; nil: everywhere
}

// Encoder is a post-norm encoder:
//
//	x ← embeddings(text)
//	x ← norm(x + attention(x)),  x ← norm(x + feedforward(x))    in each layer
type Encoder struct {
	Embeddings *Embeddings
	Stack      *transformer.Encoder
}

// NewEncoder declares the parameters, drawn from N(0, initializer_range²).
func NewEncoder(s *graph.Scope, c *Config) *Encoder {
	e := &Encoder{NewEmbeddings(s.In("embeddings"), c), new(transformer.Encoder)}
	for i := range c.NumHiddenLayers {
		e.Stack.Layers = append(e.Stack.Layers, newLayer(s.In("encoder", "layer", i), c))
	}
	return e
}

func newLayer(s *graph.Scope, c *Config) *transformer.EncoderLayer {
	attn, hidden := s.In("attention"), c.HiddenSize
	dropout := c.HiddenDropoutProb
	if c.ModelType == typeDistilBERT {
		dropout = 0 // of what attention adds
	}
	return &transformer.EncoderLayer{
		Attention: &attention.MultiHead{
			Query:   c.linear(attn.In("self", "query"), hidden, hidden),
			Key:     c.linear(attn.In("self", "key"), hidden, hidden),
			Value:   c.linear(attn.In("self", "value"), hidden, hidden),
			Output:  c.linear(attn.In("output", "dense"), hidden, hidden),
			Heads:   c.NumAttentionHeads,
			Dropout: c.AttentionProbsDropoutProb,
		},
		AroundAttention: transformer.PostNorm{Norm: c.norm(attn.In("output", "LayerNorm")), Dropout: dropout},
		FeedForward: &layers.FeedForward{
			Up:         c.linear(s.In("intermediate", "dense"), hidden, c.IntermediateSize),
			Down:       c.linear(s.In("output", "dense"), c.IntermediateSize, hidden),
			Activation: activations[c.HiddenAct],
		},
		AroundFeedForward: transformer.PostNorm{Norm: c.norm(s.In("output", "LayerNorm")), Dropout: c.HiddenDropoutProb},
	}
}

// Forward makes hidden states [batch, seq, hidden] of texts. Those of padding mean
// nothing.
func (e *Encoder) Forward(t Text) *graph.Node {
	var mask *graph.Node
	if t.Seen != nil {
		mask = attention.Padding(t.Seen) // [batch, 1, 1, key]
	}
	return e.Stack.Forward(e.Embeddings.Forward(t), mask)
}

// first is the first position of hidden [batch, seq, hidden]: [batch, hidden].
func first(hidden *graph.Node) *graph.Node {
	return hidden.Slice(1, 0, 1).Reshape(hidden.Dim(0), hidden.Dim(2))
}
