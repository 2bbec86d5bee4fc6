package graph_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// values runs a drawing without inputs and returns the float64 values.
func values(t *testing.T, g *graph.Graph, outputs ...*graph.Node) [][]float64 {
	t.Helper()
	m, err := g.Compile(graph.Options{}, outputs...)
	require.NoError(t, err)
	require.NoError(t, m.RunAll())
	var all [][]float64
	for _, y := range outputs {
		d, err := m.Value(y)
		require.NoError(t, err)
		all = append(all, d.Float64s())
	}
	return all
}

// Two losses over one trunk, a parameter neither uses, and a target in between.
func TestBackpropHasNoneOfGradsLimits(t *testing.T) {
	g := graph.NewFloat64(weights.New(1))
	s := g.Scope()
	w := s.Param("w", weights.Constant(3), 2)
	unused := s.Param("unused", weights.Ones, 2, 2)
	h := w.Square() // 9
	first := h.Sum()
	second := h.Mul(h).Sum()
	a := g.Backprop(first, w, unused, h)
	b := g.Backprop(second, w, h)
	both := g.Backprop(first.Add(second), w)
	got := values(t, g, a[0], a[1], a[2], b[0], b[1], both[0])
	require.Equal(t, [][]float64{
		{6, 6},               // 2w
		{0, 0, 0, 0},         // nothing
		{1, 1},               // of the trunk itself
		{4 * 27, 4 * 27},     // 4w³
		{18, 18},             // 2h
		{6 + 4*27, 6 + 4*27}, // their sum
	}, got)
}

// A parameter used twice has the sum of both gradients, through takeover too.
func TestSharedParameters(t *testing.T) {
	g := graph.NewFloat64(weights.New(1))
	w := g.Scope().Param("w", weights.Constant(2), 3)
	y := w.Exp().Mul(w).Add(w).Sum()
	grad := g.Backprop(y, w)[0]
	want := 7.38905609893065*3 + 1 // e²·(2 + 1) + 1
	require.InDeltaSlice(t, []float64{want, want, want}, values(t, g, grad)[0], 1e-12)
}

// A gradient that is another's memory, or a constant, is copied to its place.
func TestMinimizeOfPlainSums(t *testing.T) {
	for _, accumulate := range []bool{false, true} {
		g := graph.New(weights.New(1))
		s := g.Scope()
		a, b := s.Param("a", weights.Ones, 3), s.Param("b", weights.Ones, 3)
		c := s.Param("c", weights.Ones)
		loss := a.Add(b).Sum().Add(c)
		g.Minimize(loss, nil)
		m, err := g.Compile(graph.Options{Training: true, Accumulate: accumulate}, loss)
		require.NoError(t, err)
		for range 2 {
			require.NoError(t, m.RunAll())
		}
		want := float32(1)
		if accumulate {
			want = 2
		}
		for i := range m.Gradients().Len() {
			for _, x := range m.Gradients().At(i).Float32s() {
				require.Equal(t, want, x, m.Gradients().Path(i))
			}
		}
	}
}
