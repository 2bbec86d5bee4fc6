package losses_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/internal/golden"
	"github.com/gaze-ml/gaze/losses"
)

// Each loss gives PyTorch's value and gradients.
func TestGolden(t *testing.T) {
	cases, err := golden.Read("testdata/golden.jsonl.gz")
	require.NoError(t, err)
	entropy := func(c losses.CrossEntropy) func(in graph.Inputs) *graph.Node {
		return func(in graph.Inputs) *graph.Node {
			if in.Has("w") {
				c.ClassWeights = in.Get("w")
			}
			return c.Forward(in.Get("x"), in.Get("y"))
		}
	}
	pair := func(f func(x, y *graph.Node) *graph.Node) func(in graph.Inputs) *graph.Node {
		return func(in graph.Inputs) *graph.Node { return f(in.Get("input"), in.Get("target")) }
	}
	functions := map[string]func(in graph.Inputs) *graph.Node{
		"cross-entropy plain":              entropy(losses.CrossEntropy{}),
		"cross-entropy ignore":             entropy(losses.CrossEntropy{Ignore: []int{3}}),
		"cross-entropy smoothing":          entropy(losses.CrossEntropy{Smoothing: 0.1}),
		"cross-entropy weighted":           entropy(losses.CrossEntropy{}),
		"cross-entropy weighted smoothing": entropy(losses.CrossEntropy{Smoothing: 0.2}),
		"cross-entropy each": func(in graph.Inputs) *graph.Node {
			return losses.CrossEntropy{}.Each(in.Get("x"), in.Get("y"))
		},
		"nll": func(in graph.Inputs) *graph.Node { return losses.NLL{}.Forward(in.Get("x"), in.Get("y")) },
		"nll weighted": func(in graph.Inputs) *graph.Node {
			return losses.NLL{ClassWeights: in.Get("w")}.Forward(in.Get("x"), in.Get("y"))
		},
		"bce":     pair(losses.BCEWithLogits),
		"bce far": pair(losses.BCEWithLogits),
		"mse":     pair(losses.MSE),
		"mae":     pair(losses.MAE),
		"kl":      pair(losses.KL),
	}
	require.Len(t, cases, len(functions))
	for name, f := range functions {
		t.Run(name, func(t *testing.T) {
			worst, err := cases[name].Check(1e-5, func(_ *graph.Scope, in graph.Inputs) graph.Outputs {
				return graph.Outputs{"y": f(in)}
			})
			require.NoError(t, err)
			t.Logf("off by %.1g", worst)
		})
	}
}
