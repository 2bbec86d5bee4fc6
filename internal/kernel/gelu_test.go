package kernel

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func gelu(x float64) float64     { return x * 0.5 * math.Erfc(-x/math.Sqrt2) }
func geluTanh(x float64) float64 { return x * sigmoid64(2*math.Sqrt(2/math.Pi)*(x+0.044715*x*x*x)) }

// slope is f' by central differences, to about 1e-9.
func slope(f func(float64) float64, x float64) float64 { return (f(x+1e-5) - f(x-1e-5)) / 2e-5 }

func TestGELU(t *testing.T) {
	for _, k := range []struct {
		name string
		f    func(float64) float64
		f32  func(y, x []float32)
		f64  func(y, x []float64)
		df32 func(dx, x, dy []float32)
		df64 func(dx, x, dy []float64)
	}{
		{"GELU", gelu, GELU[float32], GELU[float64], GELUGrad[float32], GELUGrad[float64]},
		{"GELUTanh", geluTanh, GELUTanh[float32], GELUTanh[float64], GELUTanhGrad[float32], GELUTanhGrad[float64]},
	} {
		for i := -2000; i <= 2000; i++ {
			x := float64(i) / 100
			scale := math.Max(1, math.Abs(x))
			x32, x64, y32, y64 := []float32{float32(x)}, []float64{x}, []float32{0}, []float64{0}
			k.f32(y32, x32)
			k.f64(y64, x64)
			require.InDelta(t, k.f(float64(x32[0])), y32[0], 1.5e-7*scale, "%s(%v)", k.name, x)
			require.InDelta(t, k.f(x), y64[0], 1e-15*scale, "%s(%v)", k.name, x)
			k.df32(y32, x32, []float32{2})
			k.df64(y64, x64, []float64{2})
			require.InDelta(t, 2*slope(k.f, x), y32[0], 3e-6, "%s'(%v)", k.name, x)
			require.InDelta(t, 2*slope(k.f, x), y64[0], 1e-7, "%s'(%v)", k.name, x)
		}
	}
}

func TestGELUAtTheEdges(t *testing.T) {
	inf := float32(math.Inf(1))
	x := []float32{inf, float32(math.NaN()), 1e30, -1e30, 0}
	y := make([]float32, len(x))
	for _, f := range []func(y, x []float32){GELU[float32], GELUTanh[float32]} {
		f(y, x)
		require.Equal(t, inf, y[0])
		require.True(t, y[1] != y[1])
		require.Equal(t, []float32{1e30, 0, 0}, []float32{y[2], y[3] + 0, y[4]})
	}
	ones := []float32{1, 1, 1, 1, 1}
	for _, df := range []func(dx, x, dy []float32){GELUGrad[float32], GELUTanhGrad[float32]} {
		df(y, x, ones)
		require.True(t, y[1] != y[1])
		require.Equal(t, []float32{1, 0, 0.5}, y[2:])
	}
}
