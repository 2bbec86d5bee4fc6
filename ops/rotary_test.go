package ops_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

// angles is a table of f(p·w) for positions 0 to 8 and w = 1, 1/2, 1/4 …
func angles(f func(float64) float64, half int) *tensor.Dense {
	xs := make([]float64, 9*half)
	for i := range xs {
		xs[i] = f(float64(i/half) / math.Exp2(float64(i%half)))
	}
	return gradcheck.Floats(xs, 9, half)
}

func rotary(layout ops.RotaryLayout) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) {
		return ops.Rotary(xs[0], table(xs[0], "cos", math.Cos), table(xs[0], "sin", math.Sin), xs[1], layout)
	}
}

func table(x *gorgonia.Node, name string, f func(float64) float64) *gorgonia.Node {
	return gradcheck.Input(x.Graph(), name, angles(f, 3))
}

func TestRotaryGradient(t *testing.T) {
	for _, layout := range []ops.RotaryLayout{ops.RotaryHalves, ops.RotaryPairs} {
		for _, at := range []*tensor.Dense{
			gradcheck.Ints([]int{0, 3, 8, 1}, 4),
			gradcheck.Ints([]int{0, 1, 2, 3, 5, 6, 7, 8}, 2, 4),
		} {
			require.NoError(t, gradcheck.Check(rotary(layout), gradcheck.Random(1, 2, 3, 4, 8), at))
		}
	}
}

// The product of a turned query and a turned key depends on how far apart they
// are, not on where.
func TestRotaryIsRelative(t *testing.T) {
	product := func(layout ops.RotaryLayout, q, k int) float64 {
		g := gorgonia.NewGraph()
		turned := func(name string, seed uint64, at int) *gorgonia.Node {
			x := gradcheck.Input(g, name, gradcheck.Random(seed, 1, 1, 1, 6))
			y, err := rotary(layout)(x, gradcheck.Input(g, name+" at", gradcheck.Ints([]int{at}, 1)))
			require.NoError(t, err)
			return y
		}
		dot, err := ops.MatMul(turned("q", 1, q), turned("k", 2, k), false, true)
		require.NoError(t, err)
		out, err := gradcheck.Run(dot)
		require.NoError(t, err)
		return out[0].Float64s()[0]
	}
	for _, layout := range []ops.RotaryLayout{ops.RotaryHalves, ops.RotaryPairs} {
		near := product(layout, 3, 1)
		require.InDelta(t, near, product(layout, 8, 6), 1e-12)
		require.Greater(t, math.Abs(near-product(layout, 8, 1)), 1e-3)
	}
}

func TestRotaryErrors(t *testing.T) {
	in := []*tensor.Dense{gradcheck.Random(1, 1, 2, 3, 8), angles(math.Cos, 4), angles(math.Sin, 4), gradcheck.Ints([]int{0, 9, 2}, 3)}
	apply := func(i int, d *tensor.Dense, layout ops.RotaryLayout) (*gorgonia.Node, error) {
		g := gorgonia.NewGraph()
		var xs gorgonia.Nodes
		for j, x := range in {
			if i == j {
				x = d
			}
			xs = append(xs, gradcheck.Input(g, string(rune('a'+j)), x))
		}
		return ops.Rotary(xs[0], xs[1], xs[2], xs[3], layout)
	}
	y, err := apply(-1, nil, ops.RotaryPairs)
	require.NoError(t, err)
	_, err = gradcheck.Run(y)
	require.ErrorContains(t, err, "positions[1] is 9: want 0 to 8")
	for _, c := range []struct {
		i    int
		d    *tensor.Dense
		want string
	}{
		{0, gradcheck.Random(1, 2, 3, 8), "x: want float32 or float64 [batch, heads, seq, d]"},
		{0, gradcheck.Random(1, 1, 2, 3, 6), "cos's last axis 4, want 3 or less"},
		{2, angles(math.Sin, 3), "cos and sin: want float64 [positions, r/2], both"},
		{3, gradcheck.Random(1, 3), "positions of float64: want int"},
		{3, gradcheck.Ints([]int{0, 1}, 2), "positions, want [3] or [1, 3]"},
	} {
		_, err := apply(c.i, c.d, ops.RotaryHalves)
		require.ErrorContains(t, err, c.want)
	}
	_, err = apply(-1, nil, 7)
	require.ErrorContains(t, err, "layout 7: want RotaryHalves or RotaryPairs")
}

// A quarter turn at position 1.
func ExampleRotaryLayout() {
	for _, layout := range []ops.RotaryLayout{ops.RotaryHalves, ops.RotaryPairs} {
		g := gorgonia.NewGraph()
		x := gradcheck.Input(g, "x", gradcheck.Floats([]float64{1, 2, 3, 4}, 1, 1, 1, 4))
		cos := gradcheck.Input(g, "cos", gradcheck.Floats([]float64{1, 1, 0, 0}, 2, 2))
		sin := gradcheck.Input(g, "sin", gradcheck.Floats([]float64{0, 0, 1, 1}, 2, 2))
		show(ops.Rotary(x, cos, sin, gradcheck.Input(g, "at", gradcheck.Ints([]int{1}, 1)), layout))
	}
	// Output:
	// [1, 1, 1, 4] [-3 -4 1 2]
	// [1, 1, 1, 4] [-2 1 -4 3]
}
