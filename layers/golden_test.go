package layers_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/internal/golden"
	"github.com/gaze-ml/gaze/layers"
)

// Each layer gives PyTorch's outputs and gradients.
func TestGolden(t *testing.T) {
	cases, err := golden.Read("testdata/golden.jsonl.gz")
	require.NoError(t, err)
	parts := map[string]func(s *graph.Scope) layers.Layer{
		"linear":           func(s *graph.Scope) layers.Layer { return layers.NewLinear(s, 4, 3) },
		"linear no bias":   func(s *graph.Scope) layers.Layer { return layers.NewLinearNoBias(s, 4, 3) },
		"embedding":        func(s *graph.Scope) layers.Layer { return layers.NewEmbedding(s, 5, 4) },
		"embedding padded": func(s *graph.Scope) layers.Layer { return layers.NewPaddedEmbedding(s, 5, 4, 3) },
		"layer norm":       func(s *graph.Scope) layers.Layer { return layers.NewLayerNorm(s, 6, 1e-5) },
		"rms norm":         func(s *graph.Scope) layers.Layer { return layers.NewRMSNorm(s, 6, 1e-6) },
		"feed-forward relu": func(s *graph.Scope) layers.Layer {
			return layers.NewFeedForward(s, 4, 6, layers.ReLU)
		},
		"feed-forward gelu": func(s *graph.Scope) layers.Layer {
			return layers.NewFeedForward(s, 4, 6, layers.GELU)
		},
		"feed-forward gelu tanh": func(s *graph.Scope) layers.Layer {
			return layers.NewFeedForward(s, 4, 6, layers.GELUTanh)
		},
		"swiglu": func(s *graph.Scope) layers.Layer {
			return &layers.SwiGLU{
				Gate: layers.NewLinearNoBias(s.In("gate_proj"), 4, 6),
				Up:   layers.NewLinearNoBias(s.In("up_proj"), 4, 6),
				Down: layers.NewLinearNoBias(s.In("down_proj"), 6, 4),
			}
		},
	}
	require.Len(t, cases, len(parts))
	for name, part := range parts {
		t.Run(name, func(t *testing.T) {
			worst, err := cases[name].Check(1e-5, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
				return graph.Outputs{"y": part(s).Forward(in.Get("input"))}
			})
			require.NoError(t, err)
			t.Logf("off by %.1g", worst)
		})
	}
}
