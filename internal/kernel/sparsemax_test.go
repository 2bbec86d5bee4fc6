package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// Weights sum to 1, and are what one threshold, found by halving, makes of x.
func TestSparseNormalisersFindTheThreshold(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, f := range []struct {
		of    func(y, x, scratch []float64)
		piece func(v, t float64) float64
	}{
		{Sparsemax[float64], func(v, t float64) float64 { return max(v-t, 0) }},
		{Entmax15[float64], func(v, t float64) float64 { r := max(v/2-t, 0); return r * r }},
	} {
		for n := 1; n <= 200; n++ {
			x, y := make([]float64, n), make([]float64, n)
			for i := range x {
				x[i] = random.NormFloat64() * math.Exp(random.NormFloat64())
			}
			f.of(y, x, make([]float64, n))
			low, high := -1e3, 1e3
			for range 100 {
				sum, t := 0.0, (low+high)/2
				for _, v := range x {
					sum += f.piece(v, t)
				}
				if sum > 1 {
					low = t
				} else {
					high = t
				}
			}
			for i, v := range x {
				require.InDelta(t, f.piece(v, low), y[i], 1e-12, "%d of %d", i, n)
			}
		}
	}
}

// Equal scores share; what is far below the largest gets exactly nothing; large
// numbers lose nothing; nothing seen is nothing paid.
func TestSparseNormalisersAtTheEdges(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	for name, f := range map[string]func(y, x, scratch []float32){"sparsemax": Sparsemax[float32], "entmax": Entmax15[float32]} {
		for _, c := range []struct{ x, want []float32 }{
			{[]float32{}, []float32{}},
			{[]float32{5}, []float32{1}},
			{[]float32{3, 3}, []float32{0.5, 0.5}},
			{[]float32{1e6, 1e6, -1e6}, []float32{0.5, 0.5, 0}},
			{[]float32{-inf, 2, -inf}, []float32{0, 1, 0}},
			{[]float32{-inf, -inf}, []float32{0, 0}},
			{[]float32{inf, 1}, []float32{nan, nan}},
			{[]float32{-inf, nan}, []float32{nan, nan}},
		} {
			y := append([]float32{}, c.x...)
			f(y, y, make([]float32, len(y)))
			for i, w := range c.want {
				if w != w {
					require.True(t, y[i] != y[i], "%s %v: %v", name, c.x, y)
				} else {
					require.InDelta(t, w, y[i], 1e-7, "%s %v: %v", name, c.x, y)
				}
			}
		}
	}
}
