package transformer_test

import (
	"fmt"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/transformer"
	"github.com/gaze-ml/gaze/weights"
)

// small is GPT-2's shape, if not its size.
var small = transformer.Config{Layers: 2, Hidden: 16, Heads: 4, PreNorm: true, Causal: true, Activation: layers.GELUTanh}

func ExampleConfig() {
	s := graph.New(weights.New(1)).Scope()
	transformer.NewEncoder(s.In("h"), transformer.Config{Layers: 1, Hidden: 16, Heads: 4})
	for _, p := range s.Graph().Params() {
		fmt.Println(p)
	}
	// Output:
	// h.layer.0.attention.query.weight [16, 16]
	// h.layer.0.attention.query.bias [16]
	// h.layer.0.attention.key.weight [16, 16]
	// h.layer.0.attention.key.bias [16]
	// h.layer.0.attention.value.weight [16, 16]
	// h.layer.0.attention.value.bias [16]
	// h.layer.0.attention.output.weight [16, 16]
	// h.layer.0.attention.output.bias [16]
	// h.layer.0.attention_norm.weight [16]
	// h.layer.0.attention_norm.bias [16]
	// h.layer.0.feed_forward.up.weight [64, 16]
	// h.layer.0.feed_forward.up.bias [64]
	// h.layer.0.feed_forward.down.weight [16, 64]
	// h.layer.0.feed_forward.down.bias [16]
	// h.layer.0.feed_forward_norm.weight [16]
	// h.layer.0.feed_forward_norm.bias [16]
}

// A decoder-only model, then the same with a cache.
func ExampleEncoder() {
	s := graph.New(weights.New(1)).Scope()
	e := transformer.NewEncoder(s, small)
	fmt.Println(e.Forward(s.Input("x", 2, 5, 16), nil))
	e.Remember(s.In("cache"), s.Ints("at", 2), 128)
	fmt.Println(e.Forward(s.Input("next", 2, 1, 16), nil))
	// Output:
	// [2, 5, 16]
	// [2, 1, 16]
}

// A layer with the names and parts of Llama.
func ExampleEncoderLayer() {
	const hidden, eps = 16, 1e-5
	s := graph.New(weights.New(1)).Scope().In("model.layers.0")
	linear := func(name string, in, out int) *layers.Linear { return layers.NewLinearNoBias(s.In(name), in, out) }
	layer := &transformer.EncoderLayer{
		Attention: &attention.MultiHead{
			Query: linear("self_attn.q_proj", hidden, 16), Key: linear("self_attn.k_proj", hidden, 8),
			Value: linear("self_attn.v_proj", hidden, 8), Output: linear("self_attn.o_proj", 16, hidden),
			Heads: 4, Causal: true, Position: attention.NewRotary(s, 128, 4, 10000),
		},
		FeedForward: &layers.SwiGLU{
			Gate: linear("mlp.gate_proj", hidden, 40), Up: linear("mlp.up_proj", hidden, 40),
			Down: linear("mlp.down_proj", 40, hidden),
		},
		AroundAttention:   transformer.PreNorm{Norm: layers.NewRMSNorm(s.In("input_layernorm"), hidden, eps)},
		AroundFeedForward: transformer.PreNorm{Norm: layers.NewRMSNorm(s.In("post_attention_layernorm"), hidden, eps)},
	}
	fmt.Println(layer.Forward(s.Input("x", 2, 5, hidden), nil))
	// Output: [2, 5, 16]
}

func ExampleDecoderLayer() {
	s := graph.New(weights.New(1)).Scope()
	l := transformer.NewDecoderLayer(s.In("decoder", "layer", 0), small)
	fmt.Println(l.Forward(s.Input("x", 2, 3, 16), s.Input("memory", 2, 7, 16), nil, nil))
	fmt.Println(l.CrossAttention.Key.Weight)
	// Output:
	// [2, 3, 16]
	// decoder.layer.0.cross_attention.key.weight [16, 16]
}

func ExampleDecoder() {
	s := graph.New(weights.New(1)).Scope()
	d := transformer.NewDecoder(s.In("decoder"), small)
	fmt.Println(len(d.Layers), d.Forward(s.Input("x", 2, 3, 16), s.Input("memory", 2, 7, 16), nil, nil))
	// Output: 2 [2, 3, 16]
}

// Sources of 4 and 7 tokens.
func ExampleEncoderDecoder() {
	s := graph.New(weights.New(1)).Scope()
	m := transformer.NewEncoderDecoder(s, transformer.Config{Layers: 6, Hidden: 16, Heads: 4, Dropout: 0.1})
	padding := attention.PaddingAfter(s.Ints("lengths", 2), 7)
	fmt.Println(m.Forward(s.Input("source", 2, 7, 16), s.Input("target", 2, 3, 16), padding, nil))
	// Output: [2, 3, 16]
}

// A residual of one's own: the sum is scaled, as in DeepNet.
type scaled struct {
	by   float64
	norm layers.Layer
}

func (r scaled) Forward(x *graph.Node, part func(x *graph.Node) *graph.Node) *graph.Node {
	return r.norm.Forward(x.Scale(r.by).Add(part(x)))
}

func ExampleResidual() {
	s := graph.New(weights.New(1)).Scope()
	l := transformer.NewEncoderLayer(s, small)
	l.AroundFeedForward = scaled{2, layers.NewLayerNorm(s.In("norm"), 16, 1e-5)}
	fmt.Println(l.Forward(s.Input("x", 2, 5, 16), nil))
	// Output: [2, 5, 16]
}

func ExamplePreNorm() {
	s := graph.New(weights.New(1)).Scope()
	around := transformer.PreNorm{Norm: layers.NewRMSNorm(s.In("norm"), 8, 1e-5), Dropout: 0.1}
	fmt.Println(around.Forward(s.Input("x", 5, 8), layers.NewLinear(s, 8, 8).Forward))
	// Output: [5, 8]
}

func ExamplePostNorm() {
	s := graph.New(weights.New(1)).Scope()
	around := transformer.PostNorm{Norm: layers.NewLayerNorm(s.In("norm"), 8, 1e-5), Dropout: 0.1}
	fmt.Println(around.Forward(s.Input("x", 5, 8), layers.NewLinear(s, 8, 8).Forward))
	// Output: [5, 8]
}
