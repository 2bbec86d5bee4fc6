package kernel

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// sample is n numbers from the generator that dropout uses.
func sample[T Float](n int, key uint64) []T {
	bits := make([]uint32, n)
	s := NewStream(1, key, 0)
	s.Bits(bits, 0)
	x := make([]T, n)
	for i, b := range bits {
		x[i] = T(float64(b)/(1<<31) - 1)
	}
	return x
}

func absolute[T Float](x []T) []T { Abs(x, x); return x }

// Every loop equals its comment, in float64, for lengths 0 to 100.
func TestDescents(t *testing.T) {
	testDescents[float32](t, 2e-6)
	testDescents[float64](t, 1e-14)
}

func testDescents[T Float](t *testing.T, tolerance float64) {
	s := AdamStep{Scale: 0.5, L2: 0.1, Beta1: 0.9, Beta2: 0.99, Unbias1: 2, Unbias2: 3, Epsilon: 1e-3, Rate: 0.1, Decay: 0.2}
	r := SGDStep{Scale: 0.5, L2: 0.1, Momentum: 0.9, New: 0.7, Rate: 0.1, Decay: 0.2, FromGradient: 1, FromVelocity: 0.9}
	for n := range 101 {
		w, m, v, g := sample[T](n, 1), sample[T](n, 2), absolute(sample[T](n, 3)), sample[T](n, 4)
		w0, m0, v0, u := append([]T{}, w...), append([]T{}, m...), append([]T{}, v...), append([]T{}, g...)
		AdamDescent(w, m, v, g, s)
		w1, b := append([]T{}, w0...), append([]T{}, m0...)
		MomentumDescent(w1, b, g, r)
		w2 := append([]T{}, w0...)
		SGDDescent(w2, g, r)
		for i := range n {
			x, h := float64(w0[i]), 0.5*float64(g[i])+0.1*float64(w0[i])
			a, c := 0.9*float64(m0[i])+0.1*h, 0.99*float64(v0[i])+0.01*h*h
			require.InDelta(t, a, float64(m[i]), tolerance)
			require.InDelta(t, c, float64(v[i]), tolerance)
			require.InDelta(t, x-0.1*(2*a/(3*math.Sqrt(c)+1e-3)+0.2*x), float64(w[i]), tolerance)
			d := 0.9*float64(m0[i]) + 0.7*h
			require.InDelta(t, d, float64(b[i]), tolerance)
			require.InDelta(t, x-0.1*(h+0.9*d+0.2*x), float64(w1[i]), tolerance)
			require.InDelta(t, x-0.1*(h+0.2*x), float64(w2[i]), tolerance)
		}
		AdamUpdate(u, m0, v0, s)
		b = sample[T](n, 2)
		u1 := append([]T{}, g...)
		MomentumUpdate(u1, b, r)
		sum := append([]T{}, w0...)
		AddScaled(sum, g, 3)
		for i := range n {
			a, c := 0.9*float64(sample[T](n, 2)[i])+0.1*float64(g[i]), float64(v0[i])
			require.InDelta(t, 2*a/(3*math.Sqrt(c)+1e-3), float64(u[i]), 10*tolerance)
			require.InDelta(t, float64(g[i])+0.9*float64(b[i]), float64(u1[i]), tolerance)
			require.InDelta(t, float64(w0[i])+3*float64(g[i]), float64(sum[i]), tolerance)
		}
	}
}

func TestSquaredNorm(t *testing.T) {
	for n := range 100 {
		x, want := sample[float32](n, 5), 0.0
		for _, v := range x {
			want += float64(v) * float64(v)
		}
		require.InDelta(t, want, SquaredNorm(x), 1e-13)
		require.InDelta(t, math.Sqrt(want+4), Hypotenuse(2, x), 1e-13)
	}
	require.False(t, math.IsInf(SquaredNorm([]float32{math.MaxFloat32, math.MaxFloat32}), 0))
	require.InEpsilon(t, 5e300, Hypotenuse(0, []float64{3e300, 4e300}), 1e-15)
}

func TestFirstNotFinite(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(-1)
	require.Equal(t, -1, FirstNotFinite([]float64{}))
	require.Equal(t, -1, FirstNotFinite([]float64{0, math.MaxFloat64, -math.MaxFloat64}))
	require.Equal(t, 1, FirstNotFinite([]float64{1, nan, inf}))
	require.Equal(t, 2, FirstNotFinite([]float32{1, math.MaxFloat32, float32(inf)}))
}

func BenchmarkAdamDescent(b *testing.B) {
	const n = 4096
	w, m, v, g := sample[float32](n, 1), sample[float32](n, 2), absolute(sample[float32](n, 3)), sample[float32](n, 4)
	s := AdamStep{Scale: 1, Beta1: 0.9, Beta2: 0.999, Unbias1: 1, Unbias2: 1, Epsilon: 1e-8, Rate: 1e-3, Decay: 0.1}
	for b.Loop() {
		AdamDescent(w, m, v, g, s)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/parameter")
}
