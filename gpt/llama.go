package gpt

import (
	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/transformer"
)

// Llama is a pre-norm decoder with rotary positions, RMSNorm, SwiGLU and grouped
// heads (Touvron et al. 2023):
//
//	x ← tokens[ids]
//	x ← x + attention(norm(x)),  x ← x + swiglu(norm(x))    in each layer
//	logits = norm(x)·Outputᵀ
type Llama struct {
	Tokens *layers.Embedding // [vocab, hidden]
	Stack  *transformer.Encoder
	Output *layers.Linear // hidden → vocab; tied, it has Tokens' weight

	rope    *RopeParameters
	d       int // of a head
	longest int // positions that it was made for
}

// NewLlama declares the parameters; weights begin as N(0, initializer_range²), as
// in transformers.
func NewLlama(s *graph.Scope, c *LlamaConfig) *Llama {
	t := s.In("model")
	m := &Llama{
		Tokens: &layers.Embedding{Weight: normal(t.In("embed_tokens"), c.InitializerRange, c.VocabSize, c.HiddenSize)},
		Stack:  new(transformer.Encoder),

		rope: c.rope(), d: c.headDim(), longest: c.MaxPositionEmbeddings,
	}
	for i := range c.NumHiddenLayers {
		m.Stack.Layers = append(m.Stack.Layers, llamaLayer(t.In("layers", i), c))
	}
	m.Stack.Norm = layers.NewRMSNorm(t.In("norm"), c.HiddenSize, c.RMSNormEps)
	m.Output = output(s, m.Tokens, c.TieWordEmbeddings, c.InitializerRange)
	return m
}

func llamaLayer(s *graph.Scope, c *LlamaConfig) *transformer.EncoderLayer {
	attn, mlp, std := s.In("self_attn"), s.In("mlp"), c.InitializerRange
	queries, keys := c.NumAttentionHeads*c.headDim(), c.kvHeads()*c.headDim()
	norm := func(name string) transformer.Residual {
		return transformer.PreNorm{Norm: layers.NewRMSNorm(s.In(name), c.HiddenSize, c.RMSNormEps)}
	}
	return &transformer.EncoderLayer{
		AroundAttention: norm("input_layernorm"),
		Attention: &attention.MultiHead{
			Query:   linear(attn.In("q_proj"), std, c.HiddenSize, queries, c.AttentionBias),
			Key:     linear(attn.In("k_proj"), std, c.HiddenSize, keys, c.AttentionBias),
			Value:   linear(attn.In("v_proj"), std, c.HiddenSize, keys, c.AttentionBias),
			Output:  linear(attn.In("o_proj"), std, queries, c.HiddenSize, c.AttentionBias),
			Heads:   c.NumAttentionHeads,
			Causal:  true,
			Dropout: c.AttentionDropout,
		},
		AroundFeedForward: norm("post_attention_layernorm"),
		FeedForward: &layers.SwiGLU{
			Gate: linear(mlp.In("gate_proj"), std, c.HiddenSize, c.IntermediateSize, c.MLPBias),
			Up:   linear(mlp.In("up_proj"), std, c.HiddenSize, c.IntermediateSize, c.MLPBias),
			Down: linear(mlp.In("down_proj"), std, c.IntermediateSize, c.HiddenSize, c.MLPBias),
		},
	}
}

// Forward makes hidden states [batch, seq, hidden] of ids [batch, seq].
func (m *Llama) Forward(ids *graph.Node) *graph.Node {
	within(ids, m.longest)
	if m.Stack.Layers[0].Attention.Cache == nil {
		m.place(ids.Graph().Scope(), min(ids.Dim(1), m.longest))
	}
	return m.Stack.Forward(m.Tokens.Forward(ids), nil)
}

// Logits are those of the token after each position, [..., vocab].
func (m *Llama) Logits(hidden *graph.Node) *graph.Node { return m.Output.Forward(hidden) }

// Remember gives the model a cache of longest positions.
func (m *Llama) Remember(s *graph.Scope, at, from *graph.Node, longest int) {
	m.place(s, longest)
	remember(m.Stack, s, at, from, longest)
}

// place gives all layers one table of longest positions.
func (m *Llama) place(s *graph.Scope, longest int) {
	p := m.rope.rotary(s, longest, m.d)
	for _, l := range m.Stack.Layers {
		l.Attention.Position = p
	}
}
