package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSoftmaxStepsAreASoftmax(t *testing.T) {
	inf := math.Inf(-1)
	for _, x := range [][]float64{{1, 2, 3, -1, 7, 5}, {inf, inf, inf, 2, 1, inf}, {inf, inf, inf, inf, inf, inf}, {80, 3, 1, -900, 4, 5}} {
		top, total, sum := inf, 0.0, 0.0
		for from := 0; from < 6; from += 3 {
			s := append([]float64{}, x[from:from+3]...)
			now, more := SoftmaxStep(s, top)
			by := SoftmaxRescale(top, now)
			total, sum, top = total*by+more, sum*by+s[0]*float64(from)+s[1], now
		}
		w := append([]float64{}, x...)
		SoftmaxOrZero(w)
		if total > 0 {
			sum /= total
		}
		require.InDelta(t, w[1]+3*w[3]+w[4], sum, 1e-14)
	}
}

func TestScoresGradIsTheGradientOfASoftmax(t *testing.T) {
	s, dw := []float64{1, -2, 0.5, math.Inf(-1)}, []float64{3, 1, -1, 2}
	m := []float64{2, 0, 2, 2}
	w := append([]float64{}, s...)
	SoftmaxOrZero(w)
	top, total := SoftmaxStep(append([]float64{}, s...), math.Inf(-1))
	divided := make([]float64, 4)
	Scale(divided, dw, 1/total)
	plain, dropped, kept := append([]float64{}, divided...), append([]float64{}, divided...), append([]float64{}, divided...)
	again := append([]float64{}, s...)
	ScoresGrad(again, plain, top, ProductSum(w, divided))
	for i := range w {
		require.InDelta(t, w[i]*total, again[i], 1e-15)
	}
	WeightsGrad(kept, again, ProductSum(w, divided))
	require.Equal(t, plain, kept)
	want := make([]float64, 4)
	SoftmaxOrZeroGrad(want, w, dw)
	require.InDeltaSlice(t, want, plain, 1e-15)
	mean := 0.0
	for i := range w {
		mean += w[i] * m[i] * dw[i]
	}
	again = append([]float64{}, s...)
	DroppedScoresGrad(again, dropped, m, top, mean/total)
	for i := range w {
		require.InDelta(t, w[i]*m[i]*total, again[i], 1e-15)
		require.InDelta(t, w[i]*(m[i]*dw[i]-mean), dropped[i], 1e-15)
	}
}

func TestHideOfAllLengths(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for n := range 100 {
		for _, one := range []int{2, 9, 1 << 30} { // in so many is hidden
			seen, s := make([]bool, n), random[float32](r, n+1)
			want := append([]float32{}, s...)
			for i := range seen {
				if seen[i] = r.IntN(one) > 0; !seen[i] {
					want[i] = float32(math.Inf(-1))
				}
			}
			Hide(s[:n], seen)
			require.Equal(t, want, s)
		}
	}
}

// guarded is a copy of x somewhere in memory, between two guards.
func guarded(x []float32) (middle, all []float32) {
	const guard = 19
	all = make([]float32, len(x)+2*guard)
	for i := range all {
		all[i] = -77
	}
	middle = all[guard : guard+len(x)]
	copy(middle, x)
	return middle, all
}

func requireGuards(t *testing.T, all []float32) {
	t.Helper()
	for _, i := range []int{0, 18, len(all) - 19, len(all) - 1} {
		require.Equal(t, float32(-77), all[i])
	}
}

// scoresOf are scores, some of them of keys that are not seen.
func scoresOf(r *rand.Rand, n int) []float32 {
	s := random[float32](r, n)
	for i := range s {
		if s[i] *= 20; r.IntN(9) == 0 {
			s[i] = float32(math.Inf(-1))
		}
	}
	return s
}

// Elements are within 2 ulp, and sums within their rounding, for all lengths.
func TestSoftmaxStepOfAllLengths(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, l := range levels() {
		for n := range lengths(1000) {
			s := scoresOf(r, n)
			e, all := guarded(s)
			before := float32(r.NormFloat64() * 30)
			var top, sum float32
			atLevel(l, func() { top, sum = SoftmaxStep(e, before) })
			requireGuards(t, all)
			want := max(before, highest(s))
			require.Equal(t, want, top)
			total := 0.0
			for i, v := range s {
				require.LessOrEqual(t, ulpsApart(e[i], math.Exp(float64(v-top))), 2.0)
				total += float64(e[i])
			}
			require.InDelta(t, total, float64(sum), 1e-7*total*float64(1+n/16))
		}
	}
}

func TestSoftmaxStepOfOddScores(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	for _, l := range levels() {
		for n := 1; n < 40; n++ {
			for at := range n {
				s := make([]float32, n)
				fill := func(all, v float32) (top, sum float32) {
					for i := range s {
						s[i] = all
					}
					s[at] = v
					atLevel(l, func() { top, sum = SoftmaxStep(s, -inf) })
					return top, sum
				}
				top, sum := fill(-inf, -inf)
				require.Equal(t, []float32{-inf, 0}, []float32{top, sum})
				top, sum = fill(-inf, -3e38)
				require.Equal(t, []float32{-3e38, 1}, []float32{top, sum})
				top, sum = fill(1, nan)
				require.True(t, sum != sum && (top == 1 || n == 1))
				_, sum = fill(1, inf)
				require.True(t, sum != sum)
				_, sum = fill(-inf, nan)
				require.True(t, sum != sum)
			}
		}
	}
}

// Weights and gradients are those of float64, within rounding.
func TestScoresGradOfAllLengths(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, l := range levels() {
		for n := range lengths(1000) {
			scores, grads, factors := scoresOf(r, n), random[float32](r, n), random[float32](r, n)
			top, mean := highest(scores), float32(0.7)
			for _, dropped := range []bool{false, true} {
				s, all := guarded(scores)
				ds, more := guarded(grads)
				atLevel(l, func() {
					if dropped {
						DroppedScoresGrad(s, ds, factors, top, mean)
					} else {
						ScoresGrad(s, ds, top, mean)
					}
				})
				requireGuards(t, all)
				requireGuards(t, more)
				for i := range scores {
					m := 1.0
					if dropped {
						m = float64(factors[i])
					}
					w := math.Exp(float64(scores[i] - shiftOf(top)))
					require.InDelta(t, w*m, float64(s[i]), 4e-7*w*math.Abs(m)+1e-44)
					d := m * float64(grads[i])
					require.InDelta(t, w*(d-float64(mean)), float64(ds[i]), 6e-7*w*(math.Abs(d)+1)+1e-44)
				}
			}
		}
	}
}

// Elements are those of the loop, bit for bit.
func TestWeightsGradOfAllLengths(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, l := range levels() {
		for n := range lengths(1000) {
			w, grads := random[float32](r, n), random[float32](r, n)
			ds, all := guarded(grads)
			atLevel(l, func() { WeightsGrad(ds, w, 0.7) })
			requireGuards(t, all)
			for i := range w {
				d := grads[i] - float32(0.7)
				require.Equal(t, w[i]*d, ds[i])
			}
		}
	}
}
