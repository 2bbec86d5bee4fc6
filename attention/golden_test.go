package attention_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/internal/golden"
)

// torchName is what PyTorch's and transformers' parameters are called here.
func torchName(name string) []string {
	if kind, fused := strings.CutPrefix(name, "in_proj_"); fused {
		return []string{"query." + kind, "key." + kind, "value." + kind}
	}
	return []string{strings.NewReplacer("out_proj", "output", "q_proj", "query", "k_proj", "key", "v_proj", "value",
		"o_proj", "output").Replace(name)}
}

// Each form gives PyTorch's, or transformers', outputs and gradients.
func TestGolden(t *testing.T) {
	cases, err := golden.Read("testdata/golden.jsonl.gz")
	require.NoError(t, err)
	draws := map[string]graph.Draw{
		"self": func(s *graph.Scope, in graph.Inputs) graph.Outputs {
			a, x := attention.NewMultiHead(s, 8, 2), in.Get("x")
			return graph.Outputs{"y": a.Forward(x, x, nil), "weights": a.Weights(x, x, nil)}
		},
		"causal": func(s *graph.Scope, in graph.Inputs) graph.Outputs {
			a, x := attention.NewMultiHead(s, 8, 2), in.Get("x")
			a.Causal = true
			return graph.Outputs{"y": a.Forward(x, x, nil)}
		},
		"padding": func(s *graph.Scope, in graph.Inputs) graph.Outputs {
			a, x := attention.NewMultiHead(s, 8, 2), in.Get("x")
			mask := attention.And(attention.Causal(s, 5), attention.Padding(in.Get("seen")))
			return graph.Outputs{"y": a.Forward(x, x, mask)}
		},
		"cross": func(s *graph.Scope, in graph.Inputs) graph.Outputs {
			return graph.Outputs{"y": attention.NewMultiHead(s, 8, 2).Forward(in.Get("x"), in.Get("memory"), nil)}
		},
		"grouped":      dotProduct,
		"one key head": dotProduct,
		"llama": func(s *graph.Scope, in graph.Inputs) graph.Outputs {
			a, x := attention.NewGroupedMultiHead(s, 16, 4, 2), in.Get("x")
			a.Causal, a.Position = true, attention.NewRotary(s, 16, 4, 10000)
			return graph.Outputs{"y": a.Forward(x, x, nil)}
		},
		"sinusoidal": placed(func(s *graph.Scope) attention.Position { return attention.NewSinusoidal(s, 16, 6) }),
		"rotary halves": placed(func(s *graph.Scope) attention.Position {
			return attention.NewRotary(s, 16, 8, 500)
		}),
		"rotary neox": placed(func(s *graph.Scope) attention.Position { return attention.NewRotary(s, 16, 2, 10000) }),
		"rotary gptj": placed(func(s *graph.Scope) attention.Position { return attention.NewRotaryPairs(s, 16, 8, 10000) }),
		"rotary meta": placed(func(s *graph.Scope) attention.Position { return attention.NewRotaryPairs(s, 16, 8, 10000) }),
	}
	require.Len(t, cases, len(draws))
	for name, draw := range draws {
		t.Run(name, func(t *testing.T) {
			c := cases[name]
			c.Rename(torchName)
			worst, err := c.Check(1e-4, draw) // a key bias's gradient is noise
			require.NoError(t, err)
			t.Logf("off by %.1g", worst)
		})
	}
}

func dotProduct(_ *graph.Scope, in graph.Inputs) graph.Outputs {
	return graph.Outputs{"y": attention.DotProduct(in.Get("q"), in.Get("k"), in.Get("v"), nil, 0)}
}

func placed(position func(s *graph.Scope) attention.Position) graph.Draw {
	return func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		return graph.Outputs{"y": position(s).Forward(in.Get("x"), in.Get("positions"))}
	}
}
