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

func where(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.Where(xs[0], xs[1], xs[2]) }

func masked(value float64) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.MaskedFill(xs[0], xs[1], value) }
}

func bools(n int) []bool {
	b := make([]bool, n)
	for i := range b {
		b[i] = i*7%5 < 2
	}
	return b
}

func TestWhereBroadcasts(t *testing.T) {
	for _, s := range [][4][]int{
		{{2, 3}, {2, 3}, {2, 3}, {2, 3}},
		{{}, {}, {}, {}},
		{{}, {3}, {2, 1}, {2, 3}},
		{{2, 1, 1, 4}, {2, 3, 5, 4}, {}, {2, 3, 5, 4}},
		{{3, 1}, {4}, {2, 1, 1}, {2, 3, 4}},
	} {
		cond, x, y := bools(product(s[0])), values(1, product(s[1])), values(2, product(s[2]))
		z := evaluate(t, where, scalarOr(cond, s[0]), scalarOr(x, s[1]), scalarOr(y, s[2]))
		require.Equal(t, s[3], append([]int{}, z.Shape()...))
		for i := range product(s[3]) {
			want := y[source(i, s[3], s[2])]
			if cond[source(i, s[3], s[0])] {
				want = x[source(i, s[3], s[1])]
			}
			require.Equal(t, want, z.Float64s()[i], "%v at %d", s, i)
		}
		require.NoError(t, gradcheck.Check(where, scalarOr(cond, s[0]), scalarOr(x, s[1]), scalarOr(y, s[2])))
	}
}

func TestWhereOfAnyDtype(t *testing.T) {
	cond := dense([]bool{true, false}, 2)
	require.Equal(t, []int{1, 4}, evaluate(t, where, cond, dense([]int{1, 2}, 2), dense([]int{3, 4}, 2)).Ints())
	require.Equal(t, []float32{1, 4}, evaluate(t, where, cond, dense([]float32{1, 2}, 2), dense([]float32{3, 4}, 2)).Float32s())
	require.Equal(t, []bool{false, true}, evaluate(t, where, cond, dense([]bool{false, false}, 2), dense([]bool{true, true}, 2)).Bools())
}

// What was not taken may be anything, and gets no gradient.
func TestWhereHidesNaN(t *testing.T) {
	nan := math.NaN()
	in := []*tensor.Dense{dense([]bool{true, false}, 2), dense([]float64{1, nan}, 2), dense([]float64{nan, 2}, 2)}
	require.Equal(t, []float64{1, 2}, evaluate(t, where, in...).Float64s())
	g := gradients(t, where, dense([]float64{3, 4}, 2), in...)
	require.Equal(t, []float64{3, 0}, g[0].Float64s())
	require.Equal(t, []float64{0, 4}, g[1].Float64s())
}

func TestMaskedFill(t *testing.T) {
	inf := math.Inf(-1)
	x, mask := dense(values(1, 24), 2, 3, 4), dense([]bool{true, false, true, false, false, true}, 2, 3, 1)
	y := evaluate(t, masked(inf), x, mask).Float64s()
	g := gradients(t, masked(inf), dense(values(2, 24), 2, 3, 4), x, mask)[0].Float64s()
	for i := range y {
		if mask.Bools()[i/4] {
			require.Equal(t, inf, y[i])
			require.Zero(t, g[i])
		} else {
			require.Equal(t, x.Float64s()[i], y[i])
			require.Equal(t, values(2, 24)[i], g[i])
		}
	}
	require.NoError(t, gradcheck.Check(masked(-3), x, mask))
	z := sameForAnyWorkers(t, masked(7), dense(to32(values(1, 30000)), 100, 300), dense(bools(300), 300)).F32
	for i := range z {
		want := float32(7)
		if !bools(300)[i%300] {
			want = float32(values(1, 30000)[i])
		}
		require.Equal(t, want, z[i])
	}
}

func TestWhereRefuses(t *testing.T) {
	x, b := dense(values(1, 6), 2, 3), dense(bools(3), 3)
	refuses(t, "where: cond float64 [2, 3] · x float64 [2, 3] · y float64 [2, 3]: cond is float64, want bool", where, x, x, x)
	refuses(t, "where: cond bool [3] · x float64 [2, 3] · y bool [3]: want x and y of one dtype", where, b, x, b)
	refuses(t, "where: cond bool [4] · x float64 [2, 3] · y float64 [2, 3]: axis -1: 3 and 4, want equal lengths or 1", where, dense(bools(4), 4), x, x)
	refuses(t, "masked fill: x float64 [3] · mask bool [2, 3]: mask is larger than x, want one that x's shape can take",
		masked(0), dense(values(1, 3), 3), dense(bools(6), 2, 3))
	refuses(t, "masked fill: x float64 [2, 3] · mask float64 [2, 3]: mask is float64, want bool", masked(0), x, x)
	refuses(t, "masked fill: x bool [3] · mask bool [3]: x is bool, want float32 or float64", masked(0), b, b)
}
