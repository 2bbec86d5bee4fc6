package layers_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/weights"
)

// declared is what a part begins with, by path.
func declared(t *testing.T, part func(s *graph.Scope)) map[string][]float32 {
	t.Helper()
	store := weights.New(3)
	g := graph.New(store)
	part(g.Scope())
	require.NoError(t, g.Err())
	values := map[string][]float32{}
	for _, path := range store.Paths() {
		e, _ := store.Entry(path)
		values[path] = e.Float32s()
	}
	return values
}

func spread(x []float32) (mean, std, most float64) {
	for _, v := range x {
		mean += float64(v) / float64(len(x))
		most = max(most, math.Abs(float64(v)))
	}
	for _, v := range x {
		std += (float64(v) - mean) * (float64(v) - mean) / float64(len(x))
	}
	return mean, math.Sqrt(std), most
}

// As PyTorch: uniform between ±1/√in, whose standard deviation is 1/√(3·in), and
// N(0, 1).
func TestInitialValues(t *testing.T) {
	linear := declared(t, func(s *graph.Scope) { layers.NewLinear(s, 100, 400) })
	for path, x := range linear {
		mean, std, most := spread(x)
		require.InDelta(t, 0, mean, 0.01, path)
		require.InDelta(t, 0.1/math.Sqrt(3), std, 0.003, path)
		require.LessOrEqual(t, most, 0.1, path)
		require.Greater(t, most, 0.098, path)
	}
	require.Len(t, linear, 2)
	_, std, _ := spread(declared(t, func(s *graph.Scope) { layers.NewEmbedding(s, 100, 100) })["weight"])
	require.InDelta(t, 1, std, 0.03)
	padded := declared(t, func(s *graph.Scope) { layers.NewPaddedEmbedding(s, 5, 3, 4) })["weight"]
	require.Equal(t, make([]float32, 3), padded[12:])
	require.NotContains(t, padded[:12], float32(0))
	norm := declared(t, func(s *graph.Scope) { layers.NewLayerNorm(s, 2, 1e-5) })
	require.Equal(t, map[string][]float32{"weight": {1, 1}, "bias": {0, 0}}, norm)
}

func TestMistakes(t *testing.T) {
	for want, draw := range map[string]func(s *graph.Scope){
		"): linear: x [2, 3] · weight [8, 4] · bias [8]: last axis 3, want 4": func(s *graph.Scope) {
			layers.NewFeedForward(s.In("mlp"), 4, 8, layers.ReLU).Forward(s.Input("x", 2, 3))
		},
		"padding 5: want 0 to 4": func(s *graph.Scope) {
			layers.NewPaddedEmbedding(s.In("table"), 5, 2, 5)
		},
		"weight [0, 4]: every axis must be at least 1": func(s *graph.Scope) { layers.NewLinear(s, 4, 0) },
	} {
		g := graph.New(nil)
		draw(g.Scope())
		require.ErrorContains(t, g.Err(), want)
		require.ErrorContains(t, g.Err(), "layers_test.go:", "the user's line")
	}
}

func TestPick(t *testing.T) {
	g := graph.New(nil)
	s := g.Scope()
	x, at := s.Input("x", 2, 3, 2), s.Ints("at", 2)
	y := layers.Pick(x, at)
	m, err := g.Compile(graph.Options{}, y)
	require.NoError(t, err)
	backing := make([]float32, 12)
	for i := range backing {
		backing[i] = float32(i)
	}
	require.NoError(t, m.Let(x, tensor.New(tensor.WithShape(2, 3, 2), tensor.WithBacking(backing))))
	require.NoError(t, m.Let(at, tensor.New(tensor.WithShape(2), tensor.WithBacking([]int{2, 0}))))
	require.NoError(t, m.RunAll())
	picked, err := m.Value(y)
	require.NoError(t, err)
	require.Equal(t, []float32{4, 5, 6, 7}, picked.Data())
	require.NoError(t, m.Let(at, tensor.New(tensor.WithShape(2), tensor.WithBacking([]int{2, 3}))))
	require.ErrorContains(t, m.RunAll(), "is 3: want -3 to 2")
}
