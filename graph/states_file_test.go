package graph_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// running is a sum that a state carries from run to run.
func running(s *graph.Scope, in graph.Inputs) graph.Outputs {
	total := s.State("total", 2)
	y := total.Value().Add(in.Get("x"))
	total.Set(y)
	return graph.Outputs{"y": y}
}

func TestStatesAreSavedAndLoaded(t *testing.T) {
	f, err := graph.NewFunction(weights.New(1), graph.Options{}, running)
	require.NoError(t, err)
	in := graph.Values{"x": floats([]int{2}, func(i int) float32 { return 0.1 + float32(i) })}
	states := graph.NewStates()
	call := func(s *graph.States) (y []float32) {
		t.Helper()
		require.NoError(t, f.Call(in, s, func(r *graph.Results) error {
			d, err := r.Value("y")
			y = append(y, d.Float32s()...)
			return err
		}))
		return y
	}
	call(states)
	store := weights.New(0)
	require.NoError(t, states.Save(store))
	want := call(states)

	loaded := graph.NewStates()
	require.NoError(t, loaded.Load(store))
	require.Equal(t, []string{"total"}, loaded.Paths())
	require.Equal(t, want, call(loaded))

	call(loaded)
	require.NoError(t, loaded.Load(store))
	require.Equal(t, want, call(loaded), "a machine that has run on them sees what is loaded")

	other := weights.New(0)
	require.NoError(t, other.PutInt64s("total", []int64{1, 2}, 2))
	require.EqualError(t, loaded.Load(other), "load state total: it is I64: want F32 or F64")
	require.Equal(t, []string{"total"}, loaded.Paths(), "what was there stays")
	other = weights.New(0)
	require.NoError(t, other.PutBytes("total", weights.F32, make([]byte, 12), 3))
	require.EqualError(t, loaded.Load(other), "load state total: it is [3]: want [2]")
}

// FindNaN names the place, and the function goes on as if it had not been asked.
func TestFindNaN(t *testing.T) {
	store := weights.New(1)
	f, err := graph.NewFunction(store, graph.Options{Training: true, Seed: 1}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		w := s.In("head").Param("w", weights.Ones, 2)
		loss := in.Get("x").Mul(w).Log().Dropout(0.5).Sum()
		s.Graph().Minimize(loss, nil)
		return graph.Outputs{"loss": loss}
	})
	require.NoError(t, err)
	good := graph.Values{"x": floats([]int{2}, func(i int) float32 { return 1 + float32(i) })}
	bad := graph.Values{"x": floats([]int{2}, func(i int) float32 { return 1 - 2*float32(i) })}
	_, err = f.Run(good)
	require.NoError(t, err)
	grads := copyOf(f.Gradients())
	require.NoError(t, f.FindNaN(good, 0))
	err = f.FindNaN(bad, 0)
	require.ErrorContains(t, err, "log")
	require.ErrorContains(t, err, "element 1 is NaN")
	require.Equal(t, grads, copyOf(f.Gradients()))
	out, err := f.Run(bad)
	require.NoError(t, err)
	require.True(t, math.IsNaN(float64(out["loss"].Data().(float32))))
}
