package graph_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// An evaluation program of few rows packs its weights; one of many rows, or one
// that trains, reads them as they lie. No bit depends on that.
func TestPackedWeightsChangeNoBits(t *testing.T) {
	const in, out = 70, 45
	draw := func(s *graph.Scope, v graph.Inputs) graph.Outputs {
		x := v.Get("x")
		w := s.Param("table", weights.Normal(1), out, in)
		return graph.Outputs{
			"linear": linear(s.In("dense"), x, out),
			"tied":   x.MatMulT(w),
		}
	}
	store, x := weights.New(1), tensor.Random(tensor.Float32, 100*in).([]float32)
	run := func(o graph.Options, rows int) graph.Values {
		f, err := graph.NewFunction(store, o, draw)
		require.NoError(t, err)
		got, err := f.Run(graph.Values{"x": tensor.New(tensor.WithShape(rows, in), tensor.WithBacking(x[:rows*in]))})
		require.NoError(t, err)
		return got
	}
	for name, all := range run(graph.Options{}, 100) {
		all := all.Data().([]float32)
		for _, rows := range []int{1, 3, 20, 64, 65} {
			for _, training := range []bool{false, true} {
				got := run(graph.Options{Training: training}, rows)[name].Data()
				require.Equal(t, all[:rows*out], got, "%s, %d rows, training %v", name, rows, training)
			}
		}
	}
}
