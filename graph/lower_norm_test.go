package graph

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/weights"
)

// A norm of a sum is one step with it, whose bits are those of two steps; one
// whose weight has to be computed first is not.
func TestNormsOfSumsAreOneStep(t *testing.T) {
	for _, rms := range []bool{false, true} {
		joined, y := normOfSum(t, rms, false)
		apart, want := normOfSum(t, rms, true)
		require.Equal(t, apart-1, joined)
		require.Equal(t, want, y)
	}
}

// normOfSum trains a norm of a + b, of which other things are made too. It
// returns the number of steps that add or normalise forward, and all results.
func normOfSum(t *testing.T, rms, apart bool) (steps int, out [][]float32) {
	t.Helper()
	const rows, n = 37, 45
	g := New(weights.New(1))
	s := g.Scope()
	a, b := s.Param("a", weights.Normal(1), rows, n), s.Param("b", weights.Normal(1), rows, n)
	w, bias := s.Param("w", weights.Normal(1), n), s.Param("bias", weights.Normal(1), n)
	if apart {
		w = w.Scale(1)
	}
	sum := a.Add(b)
	y := sum.RMSNorm(w, 1e-5)
	if !rms {
		y = sum.LayerNorm(w, bias, 1e-5)
	}
	z := y.Mul(sum)
	loss := z.Square().Mean()
	g.Minimize(loss, nil)
	m, err := g.Compile(Options{Training: true, poison: true}, sum, y, z)
	require.NoError(t, err)
	defer func() { require.NoError(t, m.Close()) }()
	require.NoError(t, m.RunAll())
	for _, st := range m.p.steps {
		switch st.name() {
		case "add", "layernorm", "rmsnorm", "add and layernorm", "add and rmsnorm":
			steps++
		}
	}
	for _, x := range []*Node{sum, y, z} {
		v, err := m.Value(x)
		require.NoError(t, err)
		out = append(out, append([]float32{}, v.Float32s()...))
	}
	for i := range m.Gradients().Len() {
		out = append(out, append([]float32{}, m.Gradients().At(i).Float32s()...))
	}
	return steps, out
}
