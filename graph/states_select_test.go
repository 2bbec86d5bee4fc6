package graph_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// One row branches into three, and goes on from where it was.
func TestStatesSelect(t *testing.T) {
	sum := func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		x := in.Get("x")
		total := s.State("total", x.Shape()...)
		next := total.Value().Add(x)
		total.Set(next)
		return graph.Outputs{"total": next}
	}
	f, err := graph.NewFunction(weights.New(1), graph.Options{}, sum)
	require.NoError(t, err)
	states := graph.NewStates()
	in := tensor.New(tensor.WithShape(2, 2), tensor.WithBacking([]float32{1, 2, 3, 4}))
	require.NoError(t, f.Call(graph.Values{"x": in}, states, nil))

	branched, err := states.Select([]int{1, 1, 0})
	require.NoError(t, err)
	in = tensor.New(tensor.WithShape(3, 2), tensor.WithBacking([]float32{10, 10, 20, 20, 30, 30}))
	require.NoError(t, f.Call(graph.Values{"x": in}, branched, func(r *graph.Results) error {
		total, err := r.Value("total")
		require.Equal(t, []float32{13, 14, 23, 24, 31, 32}, total.Data())
		return err
	}))

	_, err = states.Select([]int{0, 2})
	require.EqualError(t, err, "state total is [2, 2]: rows[1] is 2: want 0 to 1")
	_, err = states.Select(nil)
	require.EqualError(t, err, "state total is [2, 2]: selecting 0 rows: want at least one row, and an axis")
}
