package attention_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
)

// The gradient of an answer by each weight, through SharedMap with the parts of the layer
// itself, is how much the answer changes with the weight: finite differences.
func TestGradientsByWeights(t *testing.T) {
	const seq = 3
	f := function(t, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		a, x := attention.NewMultiHead(s, hidden, heads), in.Get("x")
		through := func(w *graph.Node) *graph.Node {
			return (&attention.SharedMap{Value: a.Value, Output: a.Output}).Forward(w, x).Tanh().Sum()
		}
		w := a.Weights(x, x, nil) // [1, heads, seq, seq]
		out := graph.Outputs{
			"gradient": s.Graph().Backprop(through(w), w)[0],
			"off":      through(w).Sub(a.Forward(x, x, nil).Tanh().Sum()).Abs(),
		}
		step := make([]float64, heads*seq*seq)
		var slopes []*graph.Node
		for i := range step {
			step[i] = 1e-2
			moved := s.Table(step, 1, heads, seq, seq)
			slopes = append(slopes, through(w.Add(moved)).Sub(through(w.Sub(moved))).Scale(50).Reshape(1))
			step[i] = 0
		}
		out["slopes"] = graph.Concat(0, slopes...)
		return out
	})
	out, err := f.Run(graph.Values{"x": rows(text(1, seq))})
	require.NoError(t, err)
	require.InDelta(t, 0, out["off"].Float32s()[0], 1e-5)
	require.NotEqual(t, make([]float32, heads*seq*seq), out["gradient"].Float32s())
	require.InDeltaSlice(t, out["slopes"].Float32s(), out["gradient"].Float32s(), 2e-3)
}
