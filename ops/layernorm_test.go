package ops_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

const normEps = 1e-5

// layerNorm makes a Func of x, weight and bias, of which the first n are there.
func layerNorm(axis, n int) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) {
		xs = append(xs[:n:n], nil, nil)
		return ops.LayerNormAxes(xs[0], xs[1], xs[2], axis, normEps)
	}
}

func rmsNorm(axis, n int) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) {
		xs = append(xs[:n:n], nil)
		return ops.RMSNormAxes(xs[0], xs[1], axis, normEps)
	}
}

// plainNorm is either from its equation; w and b may be nil.
func plainNorm(x, w, b []float64, n int, centred bool) []float64 {
	y := make([]float64, len(x))
	for i := range x {
		row := x[i/n*n : i/n*n+n]
		var mean, square float64
		if centred {
			for _, v := range row {
				mean += v / float64(n)
			}
		}
		for _, v := range row {
			square += (v - mean) * (v - mean) / float64(n)
		}
		y[i] = (x[i] - mean) / math.Sqrt(square+normEps)
		if w != nil {
			y[i] *= w[i%n]
		}
		if b != nil {
			y[i] += b[i%n]
		}
	}
	return y
}

func TestNorms(t *testing.T) {
	for _, c := range []struct {
		shape []int
		axis  int
		n     int
	}{{[]int{5}, -1, 5}, {[]int{3, 4}, 1, 4}, {[]int{2, 3, 4}, -1, 4}, {[]int{2, 3, 4}, 1, 12}, {[]int{2, 3, 4}, -3, 24}, {[]int{70, 3}, 1, 3}} {
		for operands := 1; operands <= 3; operands++ {
			t.Run(fmt.Sprint(c.shape, c.axis, operands), func(t *testing.T) {
				inner := c.shape[(c.axis+len(c.shape))%len(c.shape):]
				all := []*tensor.Dense{gradcheck.Random(1, c.shape...), gradcheck.Random(2, inner...), gradcheck.Random(3, inner...)}
				var p [3][]float64
				for i := range operands {
					p[i] = all[i].Float64s()
				}
				layer := layerNorm(c.axis, operands)
				y := evaluate(t, layer, all[:operands]...)
				require.Equal(t, c.shape, append([]int{}, y.Shape()...))
				require.InDeltaSlice(t, plainNorm(p[0], p[1], p[2], c.n, true), y.Float64s(), 1e-13)
				require.NoError(t, gradcheck.Check(layer, all[:operands]...))
				if operands == 3 {
					return
				}
				rms := rmsNorm(c.axis, operands)
				require.InDeltaSlice(t, plainNorm(p[0], p[1], nil, c.n, false), evaluate(t, rms, all[:operands]...).Float64s(), 1e-13)
				require.NoError(t, gradcheck.Check(rms, all[:operands]...))
			})
		}
	}
}

// A bias alone.
func TestLayerNormWithBiasAlone(t *testing.T) {
	f := func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.LayerNorm(xs[0], nil, xs[1], normEps) }
	x, b := gradcheck.Random(1, 3, 4), gradcheck.Random(2, 4)
	require.InDeltaSlice(t, plainNorm(x.Float64s(), nil, b.Float64s(), 4, true), evaluate(t, f, x, b).Float64s(), 1e-13)
	require.NoError(t, gradcheck.Check(f, x, b))
}

func TestNormsAreTheSameForAllTeams(t *testing.T) {
	x, w, b := normal32(1, 300, 70), normal32(2, 70), normal32(3, 70)
	sameForAllTeams(t, layerNorm(-1, 3), x, w, b)
	sameForAllTeams(t, rmsNorm(-1, 2), x, w)
}

func TestNormsInFloat32(t *testing.T) {
	x, w, b, dy := normal32(1, 500, 768), normal32(2, 768), normal32(3, 768), normal32(4, 500, 768)
	for i, f := range []gradcheck.Func{layerNorm(-1, 3), rmsNorm(-1, 2)} {
		in := []*tensor.Dense{x, w, b}[:3-i]
		var wide []*tensor.Dense
		for _, d := range in {
			wide = append(wide, widened(d))
		}
		require.Less(t, distance(evaluate(t, f, in...).Float32s(), evaluate(t, f, wide...).Float64s()), 1e-6)
		got, want := gradients(t, f, dy, in...), gradients(t, f, widened(dy), wide...)
		for k := range got {
			require.Less(t, distance(got[k].Float32s(), want[k].Float64s()), 2e-6, "gradient %d", k)
		}
	}
}

// A mean far from 0: the second pass over (x - mean) keeps what E[x²] - E[x]²
// would lose in float32.
func TestLayerNormFarFromZero(t *testing.T) {
	x := normal32(1, 4, 1024)
	for i := range x.Float32s() {
		x.Float32s()[i] += 1000
	}
	got := evaluate(t, layerNorm(-1, 1), x).Float32s()
	want := plainNorm(widened(x).Float64s(), nil, nil, 1024, true)
	require.Less(t, distance(got, want), 1e-4) // x itself has a grain of 6e-5
}

func TestNormsOfNaNAndInfAndConstants(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	x := dense([]float64{inf, 1, 1, 2, nan, 1, 1, 2, 3, 3, 3, 3}, 3, 4)
	y := evaluate(t, layerNorm(-1, 1), x).Float64s()
	for i := range 8 {
		require.True(t, math.IsNaN(y[i]), "%v", y)
	}
	require.Equal(t, []float64{0, 0, 0, 0}, y[8:]) // variance 0
	z := evaluate(t, rmsNorm(-1, 1), x).Float64s() // Inf·0, then 1·0
	require.True(t, math.IsNaN(z[0]) && z[1] == 0 && math.IsNaN(z[4]) && math.IsNaN(z[5]), "%v", z)
	zero := evaluate(t, rmsNorm(-1, 1), dense([]float64{0, 0}, 1, 2)).Float64s()
	require.Equal(t, []float64{0, 0}, zero)
}

func TestNormsRefuse(t *testing.T) {
	x, w := gradcheck.Random(1, 2, 3), gradcheck.Random(1, 4)
	refuses(t, "layernorm: x float64 [2, 3] · weight float64 [4]: want float64 of [3]", layerNorm(-1, 2), x, w)
	refuses(t, "layernorm: x float64 [2, 3] · weight float64 [3] · bias float64 [4]: want float64 of [3]", layerNorm(-1, 3), x, gradcheck.Random(1, 3), w)
	refuses(t, "layernorm: x float64 [2, 3] · weight float64 [4]: want 6 elements", layerNorm(0, 2), x, w)
	refuses(t, "rmsnorm: x float64 [2, 3]: axis 2: want -2 to 1", rmsNorm(2, 1), x)
	refuses(t, "rmsnorm: x int [2]: want floats with at least one axis", rmsNorm(0, 1), dense([]int{1, 2}, 2))
	_, err := ops.LayerNorm(nil, nil, nil, 1)
	require.EqualError(t, err, "layernorm: x is nil")
}

func TestNormsAllocateNothing(t *testing.T) {
	x, w, b := normal32(1, 300, 70), normal32(2, 70), normal32(3, 70)
	require.Less(t, allocates(t, layerNorm(-1, 3), x, w, b), uint64(20), "100 steps")
	require.Less(t, allocates(t, rmsNorm(-1, 2), x, w), uint64(20), "100 steps")
}
