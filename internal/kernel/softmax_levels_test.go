package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// rows calls f at every level with rows of all lengths up to 300, some longer,
// and their like in float64; every fifth element or so is -Inf.
func rows(t *testing.T, f func(message string, x []float32, x64 []float64)) {
	t.Helper()
	r := rand.New(rand.NewPCG(5, 6))
	for n := 1; n < 4200; n++ {
		if n > 300 {
			n += 499
		}
		x, x64 := random[float32](r, n+n%3)[n%3:], make([]float64, n)
		for i := range x {
			x[i] *= 10
			if r.IntN(5) == 0 && i > 0 {
				x[i] = float32(math.Inf(-1))
			}
			x64[i] = float64(x[i])
		}
		for _, l := range levels() {
			atLevel(l, func() { f(fmt.Sprintf("%v, %d elements", l, n), x, x64) })
		}
	}
}

// Softmax, its like and their gradients are the loops in float64.
func TestSoftmaxAtEveryLevel(t *testing.T) {
	rows(t, func(message string, x []float32, x64 []float64) {
		n := len(x)
		scratch, scratch64, want := make([]float32, max(n, LossScratch)), make([]float64, max(n, LossScratch)), make([]float64, n)
		near := func(want []float64, got []float32, bound float64) {
			t.Helper()
			for i, w := range want {
				if math.IsInf(w, 0) {
					require.Equal(t, w, float64(got[i]), message)
				} else {
					require.InDelta(t, w, got[i], bound, message)
				}
			}
		}
		y, check := between(t, n)
		Softmax(y, x)
		Softmax(want, x64)
		near(want, y, 3e-7)
		check(message)

		dx, check := between(t, n)
		SoftmaxOrZeroGrad(dx, y, y)
		d64 := make([]float64, n)
		SoftmaxOrZeroGrad(d64, want, want)
		near(d64, dx, 6e-7)
		check(message)

		LogSoftmax(y, x, scratch)
		LogSoftmax(want, x64, scratch64)
		near(want, y, 1e-5)
		LogSoftmaxGrad(dx, y, dx, scratch)
		LogSoftmaxGrad(d64, want, d64, scratch64)
		near(d64, dx, 2e-6)
		check(message)

		require.InDelta(t, LogSumExp(x64, scratch64), LogSumExp(x, scratch), 1e-5, message)
		top, sum := MaxExpSum(x, scratch)
		top64, sum64 := MaxExpSum(x64, scratch64)
		require.Equal(t, top64, float64(top), message)
		require.InEpsilon(t, sum64, sum, 1e-6, message)
		LogSumExpGrad(dx, x, top, 3)
		LogSumExpGrad(d64, x64, top64, 3)
		near(d64, dx, 1e-6)
		check(message)
	})
}

// What is masked at the end of a row, or cut off, changes nothing of the rest: a
// step of decoding sees the bits that the whole sequence saw.
func TestSoftmaxOfACutRowHasTheSameBits(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	hidden := float32(math.Inf(-1))
	for n := 1; n <= 150; n++ {
		x, dw := random[float32](r, n), random[float32](r, n)
		for _, more := range []int{1, 2, 5, 15, 16, 17, 100} {
			long, longDW := append([]float32{}, x...), append(append([]float32{}, dw...), random[float32](r, more)...)
			for range more {
				long = append(long, hidden)
			}
			for _, l := range levels() {
				atLevel(l, func() {
					message := fmt.Sprintf("%v, %d elements of %d", l, n, n+more)
					y, z := make([]float32, n), make([]float32, n+more)
					Softmax(y, x)
					Softmax(z, long)
					requireSameBits(t, y, z[:n], message)
					requireSameBits(t, make([]float32, more), z[n:], message)
					ds, dz := make([]float32, n), make([]float32, n+more)
					SoftmaxOrZeroGrad(ds, y, dw)
					SoftmaxOrZeroGrad(dz, z, longDW)
					requireSameBits(t, ds, dz[:n], message)
					a, b := make([]float32, n), make([]float32, n+more)
					require.Equal(t, ExpSum(a, x, 1), ExpSum(b, long, 1), message)
				})
			}
		}
	}
}

// Edges that the comments name hold at every level.
func TestEdgesAtEveryLevel(t *testing.T) {
	for _, l := range levels() {
		atLevel(l, func() {
			t.Run(l.String(), func(t *testing.T) {
				TestSoftmaxOrZeroOfNothingAndOfNaN(t)
				TestLogSumExpOfNaNAndInf(t)
				TestMaxExpSumOfNaN(t)
				TestGELUAtTheEdges(t)
			})
		})
	}
}

// SumBelow of float32 is the loop in float64.
func TestSumsAtEveryLevel(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for n := range 104 {
		n += n / 100 * 2000
		x, w, top := random[float32](r, n), random[float32](r, n), float32(5)
		var plainSum, weighted, size float64
		for i, v := range x {
			d := float64(top - v)
			plainSum += d
			weighted += float64(w[i]) * d
			size += math.Abs(float64(w[i]) * d)
		}
		for _, l := range levels() {
			atLevel(l, func() {
				require.InDelta(t, plainSum, SumBelow(x, nil, top), 1e-6*plainSum, "%v, %d", l, n)
				require.InDelta(t, weighted, SumBelow(x, w, top), 1e-6*size, "%v, %d", l, n)
			})
		}
	}
}
