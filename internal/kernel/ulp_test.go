package kernel

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// ulpsApart is |got - want| in units of want's last float32 place. Infinities
// and NaN count as 0 where they agree and as +Inf where they do not; what
// float32 cannot hold is infinite.
func ulpsApart(got float32, want float64) float64 {
	w := float32(want)
	switch {
	case math.IsNaN(want) || got != got:
		return disagree(math.IsNaN(want) && got != got)
	case math.IsInf(float64(w), 0) || math.IsInf(float64(got), 0):
		return disagree(w == got || math.Abs(want) < 0x1.000002p128 && math.Abs(float64(got)) >= 0x1.fffffcp127)
	}
	a := math.Abs(float64(w))
	ulp := float64(math.Nextafter32(float32(a), math.MaxFloat32)) - a
	if a == math.MaxFloat32 {
		ulp = 0x1p104
	}
	return math.Abs(float64(got)-want) / ulp
}

func disagree(agree bool) float64 {
	if agree {
		return 0
	}
	return math.Inf(1)
}

// everyFloat calls f for floats of every exponent and both signs, densely, and
// for those where something happens; less densely under the race detector.
func everyFloat(f func(x float32)) {
	stride := uint64(3001)
	if underRace {
		stride = 50021
	}
	for b := uint64(0); b < 1<<32; b += stride {
		f(math.Float32frombits(uint32(b)))
	}
	inf := float32(math.Inf(1))
	for _, x := range []float32{
		0, 1, 0.5, 2, 4, 10, 0x1p-149, 0x1p-126, 0x1.fffffcp-127, 0x1p-24, 0x1p-12, math.MaxFloat32, inf,
		expMax, expMin, -expMax, 88, 89, 87.33655, 103.28, 0.34657359, 0.70710678, 1.41421356, 3.9192059, 9.0109,
	} {
		for _, y := range []float32{x, math.Nextafter32(x, inf), math.Nextafter32(x, -inf)} {
			f(y)
			f(-y)
		}
	}
	f(float32(math.NaN()))
}

// worstUlps is the largest error of f, against want computed in float64.
func worstUlps(f func(float32) float32, want func(float64) float64) (worst float64, at float32) {
	everyFloat(func(x float32) {
		if u := ulpsApart(f(x), want(float64(x))); u > worst {
			worst, at = u, x
		}
	})
	return worst, at
}

// The kernels promise 2 or 3 ulp, which leaves room for vector twins; the plain
// loops keep within 1.
var scalars = []struct {
	name  string
	f     func(float32) float32
	want  func(float64) float64
	bound float64
}{
	{"exp", exp32, math.Exp, 1},
	{"tanh", tanh32, math.Tanh, 1},
	{"erf", erf32, math.Erf, 1},
	{"log", log32, math.Log, 1},
	{"sigmoid", sigmoid32, sigmoid64, 1},
}

func TestScalarsAreWithinTheirBounds(t *testing.T) {
	for _, s := range scalars {
		worst, at := worstUlps(s.f, s.want)
		t.Logf("%s: %.2f ulp at %v", s.name, worst, at)
		require.LessOrEqual(t, worst, s.bound, "%s(%v) = %v, want %v", s.name, at, s.f(at), s.want(float64(at)))
	}
}

// Zero keeps its sign where the function is odd.
func TestOddFunctionsKeepTheSignOfZero(t *testing.T) {
	minus := float32(math.Copysign(0, -1))
	for _, f := range []func(float32) float32{tanh32, erf32} {
		require.True(t, math.Signbit(float64(f(minus))))
		require.False(t, math.Signbit(float64(f(0))))
	}
}

// The plain loops over slices are the scalar functions, in both types.
func TestSlicesAreTheScalars(t *testing.T) { atLevel(plain, func() { slicesAreTheScalars(t) }) }

func slicesAreTheScalars(t *testing.T) {
	x32 := []float32{-3, -0.5, 0, 0.25, 1, 7}
	x64 := make([]float64, len(x32))
	for i, v := range x32 {
		x64[i] = float64(v)
	}
	for _, k := range []struct {
		f32  func(y, x []float32)
		f64  func(y, x []float64)
		want func(float64) float64
	}{
		{Exp[float32], Exp[float64], math.Exp}, {Tanh[float32], Tanh[float64], math.Tanh},
		{Erf[float32], Erf[float64], math.Erf}, {Sigmoid[float32], Sigmoid[float64], sigmoid64},
		{Sin[float32], Sin[float64], math.Sin}, {Cos[float32], Cos[float64], math.Cos},
	} {
		y32, y64 := make([]float32, len(x32)), make([]float64, len(x64))
		k.f32(y32, x32)
		k.f64(y64, x64)
		for i, v := range x64 {
			require.Equal(t, k.want(v), y64[i])
			require.LessOrEqual(t, ulpsApart(y32[i], k.want(v)), 1.0)
		}
	}
}

func TestExpSum(t *testing.T) {
	for _, l := range levels() {
		atLevel(l, func() { expSumIsItsComment(t) })
	}
	inf := math.Inf(-1)
	y := []float64{inf, 0}
	require.Equal(t, 1.0, ExpSum(y, y, 0), "what is masked counts nothing")
	require.Equal(t, []float64{0, 1}, y)
}

func expSumIsItsComment(t *testing.T) {
	for n := range 200 {
		x, y, want := make([]float32, n), make([]float32, n), 0.0
		for i := range x {
			x[i] = float32(i%7) - 2
			want += math.Exp(float64(x[i] - 4))
		}
		require.InDelta(t, want, ExpSum(y, x, 4), 1e-6*want)
		require.InDelta(t, want, expTotal(x, y, 4), 1e-6*want)
		for i := range y {
			if current == plain {
				require.Equal(t, exp32(x[i]-4), y[i])
			}
			require.LessOrEqual(t, ulpsApart(y[i], math.Exp(float64(x[i]-4))), 1.0)
		}
	}
}
