package transformer_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/transformer"
	"github.com/gaze-ml/gaze/weights"
)

// Any form of attention stands in a stack, and decodes there as it reads.
func TestStackOfAnyAttention(t *testing.T) {
	c := transformer.Config{Layers: 2, Hidden: 8, Heads: 2, Causal: true, PreNorm: true}
	for name, form := range map[string]func(s *graph.Scope, a *attention.MultiHead) attention.Attender{
		"none": func(*graph.Scope, *attention.MultiHead) attention.Attender { return nil },
		"fused": func(_ *graph.Scope, a *attention.MultiHead) attention.Attender {
			return &attention.Fused{MultiHead: a, Window: 3, SoftCap: 2}
		},
		"composed": func(_ *graph.Scope, a *attention.MultiHead) attention.Attender {
			return &attention.Composed{MultiHead: a, Weigher: attention.Formula{Window: 3, Normaliser: attention.Entmax15{}}}
		},
		"gated": func(s *graph.Scope, a *attention.MultiHead) attention.Attender {
			return &attention.HeadGate{MultiHead: a, Gate: s.Table([]float64{2, 0}, 2)}
		},
		"windowed": func(_ *graph.Scope, a *attention.MultiHead) attention.Attender {
			return attention.SelfAttention{Layer: &attention.Windowed{MultiHead: a, Size: 3}}
		},
		"latent": func(s *graph.Scope, _ *attention.MultiHead) attention.Attender {
			return attention.SelfAttention{Layer: attention.NewLatent(s.In("latent"), attention.LatentSizes{Hidden: 8, Heads: 2, D: 4, Latent: 3, Turned: 2, Longest: 16})}
		},
	} {
		f, err := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
			e := transformer.NewEncoder(s, c)
			for i, l := range e.Layers {
				l.Attender = form(s.In("layer", i), l.Attention)
			}
			if in.Has("at") {
				e.Remember(s.In("cache"), in.Get("at"), 16)
			}
			return graph.Outputs{"y": e.Forward(in.Get("x"), nil)}
		})
		require.NoError(t, err, name)
		x := make([]float32, 6*8)
		r := weights.NewRandom(1, "x")
		for i := range x {
			x[i] = float32(r.Normal())
		}
		want, err := f.Run(graph.Values{"x": tensor.New(tensor.WithShape(1, 6, 8), tensor.WithBacking(x))})
		require.NoError(t, err, name)
		states := graph.NewStates()
		for i := range 6 {
			in := graph.Values{
				"x":  tensor.New(tensor.WithShape(1, 1, 8), tensor.WithBacking(x[i*8:i*8+8])),
				"at": tensor.New(tensor.WithShape(1), tensor.WithBacking([]int{i})),
			}
			require.NoError(t, f.Call(in, states, func(r *graph.Results) error {
				y, err := r.Value("y")
				require.NoError(t, err, name)
				require.InDeltaSlice(t, want["y"].Float32s()[i*8:i*8+8], y.Float32s(), 1e-5, name)
				return nil
			}), name)
		}
	}
}

// What is none of a MultiHead's kind attends across in a decoder.
func TestDecoderOfAnyAttention(t *testing.T) {
	s := graph.New(weights.New(1)).Scope()
	l := transformer.NewDecoderLayer(s, transformer.Config{Layers: 1, Hidden: 8, Heads: 2})
	x, memory := s.Input("x", 1, 3, 8), s.Input("memory", 1, 5, 8)
	plain := l.Forward(x, memory, nil, nil)
	l.CrossAttender = &attention.Composed{MultiHead: l.CrossAttention, Weigher: attention.Formula{Normaliser: attention.Sparsemax{}}}
	l.SelfAttender = attention.SelfAttention{Layer: &attention.Windowed{MultiHead: l.SelfAttention, Size: 2}}
	require.Equal(t, plain.Shape(), l.Forward(x, memory, nil, nil).Shape())
	require.NoError(t, s.Graph().Err())
	l.CrossAttender = l.SelfAttender
	l.Forward(x, memory, nil, nil)
	require.ErrorContains(t, s.Graph().Err(), "want itself, in self-attention")
}
