//go:build !noasm

package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// guardedRow is n elements anywhere in memory with others around them, and whether
// those are as they were.
func guardedRow(r *rand.Rand, n int) (x []float32, kept func() bool) {
	from := 4 + r.IntN(8)
	memory := random[float32](r, from+n+8)
	before := append([]float32{}, memory...)
	return memory[from : from+n : from+n], func() bool {
		for i, v := range memory {
			if (i < from || i >= from+n) && v != before[i] {
				return false
			}
		}
		return true
	}
}

// Lengths 0 to 1000, at any place, in place or not: each element as it is alone.
func TestRowsAreTheirComments(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 1001 {
		x := random[float32](r, n)
		y, kept := guardedRow(r, n)
		z, alsoKept := guardedRow(r, n)
		require.Equal(t, n > 0, expRow(y, x))
		sum, ok := expSumRow(z, x, 0)
		require.Equal(t, n > 0, ok)
		var total float64
		for i, v := range x {
			require.LessOrEqual(t, ulpsApart(y[i], math.Exp(float64(v))), 1.0)
			require.Equal(t, y[i], z[i])
			total += float64(z[i])
		}
		require.InDelta(t, total, sum, float64(n)*0x1p-23*total)
		if n > 0 {
			top, _ := highestRow(x)
			require.Equal(t, plainHighest(x), top)
			scaleRow(z, x, 3)
			for i, v := range x {
				require.Equal(t, 3*v, z[i])
			}
		}
		require.True(t, kept() && alsoKept(), "%d elements: wrote beyond", n)
		if n > 0 {
			one := []float32{x[n-1]}
			expRow(one, one)
			require.Equal(t, y[n-1], one[0], "bits do not depend on the place")
		}
	}
}

func plainHighest(x []float32) float32 {
	top := float32(math.Inf(-1))
	for _, v := range x {
		if v > top {
			top = v
		}
	}
	return top
}

// Every kind of float32: the whole range, in steps, and what is special.
func TestExpRowEverywhere(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	x := []float32{0, float32(math.Copysign(0, -1)), inf, -inf, nan, 88.7, 88.73, 89, 1e30, -87.4, -103.9, -104, -105, -1e30, 1e-40}
	for b := uint64(0); b < 1<<32; b += 65537 * 3 {
		x = append(x, math.Float32frombits(uint32(b)))
	}
	y := make([]float32, len(x))
	expRow(y, x)
	for i, v := range x {
		require.LessOrEqual(t, ulpsApart(y[i], math.Exp(float64(v))), 1.0, "e^%v", v)
	}
}

func TestHighestRowIgnoresNaN(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	for n := 1; n < 20; n++ {
		x := make([]float32, n)
		for i := range x {
			x[i] = nan
		}
		top, _ := highestRow(x)
		require.Equal(t, -inf, top)
		for i := range x {
			x[i] = -5
			top, _ = highestRow(x)
			require.EqualValues(t, -5, top)
			x[i] = nan
		}
	}
}

func TestLayerNormRowIsItsComment(t *testing.T) {
	const eps = 0.1
	r := rand.New(rand.NewPCG(3, 4))
	for n := 1; n <= 1000; n++ {
		x, w, b := random[float32](r, n), random[float32](r, n), random[float32](r, n)
		y, kept := guardedRow(r, n)
		mean, rstd, ok := layerNormRow(y, x, w, b, eps)
		require.True(t, ok)
		wide := make([]float64, n)
		for i, v := range x {
			wide[i] = float64(v)
		}
		m, s := plainMoments(wide, true, eps)
		require.InDelta(t, m, mean, 1e-6)
		require.InEpsilon(t, s, rstd, 1e-6)
		for i, v := range wide {
			require.InDelta(t, (v-m)*s*float64(w[i])+float64(b[i]), y[i], 1e-5)
		}
		require.True(t, kept(), "%d elements: wrote beyond", n)
		layerNormRow(x, x, w, b, eps)
		require.Equal(t, y, x, "in place")
	}
}

// At another level rows are for the loops in Go.
func TestRowsAreOfTheirLevel(t *testing.T) {
	atLevel(plain, func() {
		x := []float32{1, 2}
		_, summed := expSumRow(x, x, 0)
		_, found := highestRow(x)
		_, _, normed := layerNormRow(x, x, x, x, 1)
		require.False(t, expRow(x, x) || summed || found || scaleRow(x, x, 2) || normed)
		require.Equal(t, []float32{1, 2}, x)
	})
}
