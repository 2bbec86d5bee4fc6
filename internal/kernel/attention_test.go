package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHide(t *testing.T) {
	s := []float32{1, 2, 3}
	Hide(s, []bool{true, false, true})
	require.Equal(t, []float32{1, float32(math.Inf(-1)), 3}, s)
}

func TestSoftmaxOrZeroIsItsComment(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 40 {
		s := random[float64](r, n)
		for i := range s {
			s[i] = 100 * s[i]
			if i%5 == 3 {
				s[i] = math.Inf(-1)
			}
		}
		want, sum := make([]float64, n), 0.0
		top := highest(s)
		for i := range s {
			want[i] = math.Exp(s[i] - top)
			sum += want[i]
		}
		SoftmaxOrZero(s)
		for i := range s {
			require.InDelta(t, want[i]/sum, s[i], 1e-15)
		}
	}
}

func TestSoftmaxOrZeroOfNothingAndOfNaN(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	s := []float32{-inf, -inf, -inf}
	SoftmaxOrZero(s)
	require.Equal(t, []float32{0, 0, 0}, s)
	for _, bad := range [][]float32{{nan, nan}, {-inf, nan}, {nan, 1}, {1, 2, 3, 4, nan}, {inf, 1}, {inf, inf}} {
		SoftmaxOrZero(bad)
		for _, v := range bad {
			require.True(t, v != v, "%v", bad)
		}
	}
}

func TestSoftmaxOrZeroGradIsItsComment(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for n := range 20 {
		w, dw := random[float64](r, n), random[float64](r, n)
		mean := 0.0
		for i := range w {
			mean += w[i] * dw[i]
		}
		ds := make([]float64, n)
		SoftmaxOrZeroGrad(ds, w, dw)
		for i := range w {
			require.InDelta(t, w[i]*(dw[i]-mean), ds[i], 1e-13)
		}
	}
}
