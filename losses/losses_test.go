package losses_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/losses"
	"github.com/gaze-ml/gaze/weights"
)

// Micro-batches with more and fewer labels that count, each weighed by Weight,
// have the gradients of one batch, with class weights too.
func TestWeightMakesMicroBatchesOne(t *testing.T) {
	labels := []int{0, -100, 3, 2, -100, -100, 1, 3}
	const rows, vocab = 8, 4
	x := make([]float32, rows*3)
	for i := range x {
		x[i] = float32(i*37%11)/5 - 1
	}
	gradient := func(weighted bool, pieces ...int) []float32 {
		f, err := graph.NewFunction(weights.New(1), graph.Options{Training: true, Accumulate: true},
			func(s *graph.Scope, in graph.Inputs) graph.Outputs {
				loss := losses.CrossEntropy{}
				if weighted {
					loss.ClassWeights = s.Table([]float64{1, 2, 0.5, 3}, vocab)
				}
				logits := in.Get("x").Linear(s.Param("w", weights.Normal(1), vocab, 3), nil)
				s.Graph().Minimize(loss.Forward(logits, in.Get("labels")), loss.Weight(in.Get("labels")))
				return graph.Outputs{"weight": loss.Weight(in.Get("labels"))}
			})
		require.NoError(t, err)
		at := 0
		for _, n := range pieces {
			_, err := f.Run(graph.Values{
				"x":      tensor.New(tensor.WithShape(n, 3), tensor.WithBacking(x[at*3:(at+n)*3])),
				"labels": tensor.New(tensor.WithShape(n), tensor.WithBacking(labels[at:at+n])),
			})
			require.NoError(t, err)
			at += n
		}
		f.Gradients().Mean()
		g, err := f.Gradients().Of("w")
		require.NoError(t, err)
		return g.Float32s()
	}
	for _, weighted := range []bool{false, true} {
		require.InDeltaSlice(t, gradient(weighted, 8), gradient(weighted, 2, 4, 2), 1e-6)
		require.NotEqual(t, gradient(false, 8), gradient(true, 8))
	}
}

func TestShapesMustBeAlike(t *testing.T) {
	for want, loss := range map[string]func(x, y *graph.Node) *graph.Node{
		"mean squared error: x [3, 1] · y [3]: want one shape":   losses.MSE,
		"mean absolute error: x [3, 1] · y [3]: want one shape":  losses.MAE,
		"binary cross-entropy: x [3, 1] · y [3]: want one shape": losses.BCEWithLogits,
		"divergence: x [3, 1] · y [3]: want one shape":           losses.KL,
	} {
		g := graph.New(nil)
		loss(g.Scope().Input("x", 3, 1), g.Scope().Input("y", 3))
		require.ErrorContains(t, g.Err(), want)
	}
}
