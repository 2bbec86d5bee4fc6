package gpt

import (
	"math"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/transformer"
)

// GPT2 is a pre-norm decoder with learned positions (Radford et al. 2019):
//
//	x ← tokens[ids] + positions
//	x ← x + attention(norm(x)),  x ← x + feedforward(norm(x))    in each layer
//	logits = norm(x)·Outputᵀ
type GPT2 struct {
	Tokens    *layers.Embedding  // [vocab, hidden]
	Positions *attention.Learned // [longest, hidden]
	Dropout   float64            // of their sum, while training
	Stack     *transformer.Encoder
	Output    *layers.Linear // hidden → vocab; tied, it has Tokens' weight

	at *graph.Node // with a cache: where the first position stands, [batch]
}

// NewGPT2 declares the parameters as OpenAI initialised them: weights from
// N(0, 0.02²), those that end a residual branch 1/√(2·layers) of that.
func NewGPT2(s *graph.Scope, c *GPT2Config) *GPT2 {
	t := s.In("transformer")
	m := &GPT2{
		Tokens:    &layers.Embedding{Weight: normal(t.In("wte"), c.InitializerRange, c.VocabSize, c.NEmbd)},
		Positions: &attention.Learned{Weight: normal(t.In("wpe"), c.InitializerRange, c.NPositions, c.NEmbd)},
		Dropout:   c.EmbdPdrop,
		Stack:     new(transformer.Encoder),
	}
	for i := range c.NLayer {
		m.Stack.Layers = append(m.Stack.Layers, gpt2Layer(t.In("h", i), c, i))
	}
	m.Stack.Norm = layers.NewLayerNorm(t.In("ln_f"), c.NEmbd, c.LayerNormEpsilon)
	m.Output = output(s, m.Tokens, c.TieWordEmbeddings, c.InitializerRange)
	return m
}

func gpt2Layer(s *graph.Scope, c *GPT2Config, i int) *transformer.EncoderLayer {
	attn, mlp := s.In("attn"), s.In("mlp")
	std, end := c.InitializerRange, c.InitializerRange/math.Sqrt(2*float64(c.NLayer))
	norm := func(name string) transformer.Residual {
		return transformer.PreNorm{Norm: layers.NewLayerNorm(s.In(name), c.NEmbd, c.LayerNormEpsilon), Dropout: c.ResidPdrop}
	}
	return &transformer.EncoderLayer{
		AroundAttention: norm("ln_1"),
		Attention: &attention.MultiHead{
			Query:   linear(attn.In("c_attn", "query"), std, c.NEmbd, c.NEmbd, true),
			Key:     linear(attn.In("c_attn", "key"), std, c.NEmbd, c.NEmbd, true),
			Value:   linear(attn.In("c_attn", "value"), std, c.NEmbd, c.NEmbd, true),
			Output:  linear(attn.In("c_proj"), end, c.NEmbd, c.NEmbd, true),
			Heads:   c.NHead,
			Scale:   c.scale(i),
			Causal:  true,
			Dropout: c.AttnPdrop,
		},
		AroundFeedForward: norm("ln_2"),
		FeedForward: &layers.FeedForward{
			Up:         linear(mlp.In("c_fc"), std, c.NEmbd, c.inner(), true),
			Down:       linear(mlp.In("c_proj"), end, c.inner(), c.NEmbd, true),
			Activation: gpt2Activations[c.ActivationFunction],
		},
	}
}

// scale is what the scores of a layer are multiplied by.
func (c *GPT2Config) scale(layer int) float64 {
	scale := 1.0
	if c.ScaleAttnWeights {
		scale = 1 / math.Sqrt(float64(c.NEmbd/c.NHead))
	}
	if c.ScaleAttnByInverseLayerIdx {
		scale /= float64(layer + 1)
	}
	return scale
}

// Forward makes hidden states [batch, seq, hidden] of ids [batch, seq].
func (m *GPT2) Forward(ids *graph.Node) *graph.Node {
	within(ids, m.Positions.Weight.Dim(0))
	var positions *graph.Node
	if m.at != nil {
		positions = attention.PositionsFrom(m.at, ids.Dim(1)) // [batch, seq]
	}
	x := m.Positions.Forward(m.Tokens.Forward(ids), positions) // [batch, seq, hidden]
	return m.Stack.Forward(x.Dropout(m.Dropout), nil)
}

// Logits are those of the token after each position, [..., vocab].
func (m *GPT2) Logits(hidden *graph.Node) *graph.Node { return m.Output.Forward(hidden) }

// Remember gives the model a cache of longest positions.
func (m *GPT2) Remember(s *graph.Scope, at, from *graph.Node, longest int) {
	m.at = at
	remember(m.Stack, s, at, from, longest)
}
