package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// unaries are float32 functions of one slice, each with its value in float64
// and the bound that its comment states, in ulp.
var unaries = []struct {
	name  string
	f     func(y, x []float32)
	want  func(float64) float64
	bound float64
}{
	{"exp", Exp[float32], math.Exp, 1},
	{"log", Log[float32], math.Log, 2},
	{"erf", Erf[float32], math.Erf, 3},
	{"tanh", Tanh[float32], math.Tanh, 3},
	{"sigmoid", Sigmoid[float32], sigmoid64, 3},
	{"sqrt", Sqrt[float32], math.Sqrt, 0.5},
	{"rsqrt", Rsqrt[float32], func(x float64) float64 { return 1 / math.Sqrt(x) }, 1.5},
}

// Every function keeps its bound for floats of all exponents, at every level.
func TestVectorsAreWithinTheirBounds(t *testing.T) {
	var x []float32
	everyFloat(func(v float32) { x = append(x, v) })
	y := make([]float32, len(x))
	for _, u := range unaries {
		for _, l := range levels() {
			atLevel(l, func() { u.f(y, x) })
			worst, at := 0.0, 0
			for i, v := range x {
				if apart := ulpsApart(y[i], u.want(float64(v))); apart > worst {
					worst, at = apart, i
				}
			}
			t.Logf("%s, %v: %.2f ulp at %v", u.name, l, worst, x[at])
			require.LessOrEqual(t, worst, u.bound, "%s, %v: of %v is %v", u.name, l, x[at], y[at])
		}
	}
}

// elementwise is a kernel whose every element depends on the same element of
// what it is given.
type elementwise struct {
	name string
	in   int
	f    func(y []float32, x ...[]float32)
}

func one(name string, f func(y, x []float32)) elementwise {
	return elementwise{name, 1, func(y []float32, x ...[]float32) { f(y, x[0]) }}
}

func two(name string, f func(y, a, b []float32)) elementwise {
	return elementwise{name, 2, func(y []float32, x ...[]float32) { f(y, x[0], x[1]) }}
}

var elementwises = []elementwise{
	one("exp", Exp[float32]), one("log", Log[float32]), one("erf", Erf[float32]), one("tanh", Tanh[float32]),
	one("sigmoid", Sigmoid[float32]), one("sqrt", Sqrt[float32]), one("rsqrt", Rsqrt[float32]),
	one("gelu", GELU[float32]), one("geluTanh", GELUTanh[float32]), one("silu", SiLU[float32]), one("mish", Mish[float32]),
	one("softplus", Softplus[float32]), one("relu", ReLU[float32]), one("softsign", Softsign[float32]),
	one("leakyReLU", func(y, x []float32) { LeakyReLU(y, x, 0.1) }),
	one("elu", func(y, x []float32) { ELU(y, x, 1.5, 1.1) }),
	two("logGrad", LogGrad[float32]), two("erfGrad", ErfGrad[float32]), two("tanhGrad", TanhGrad[float32]),
	two("sigmoidGrad", SigmoidGrad[float32]), two("sqrtGrad", SqrtGrad[float32]), two("rsqrtGrad", RsqrtGrad[float32]),
	two("geluGrad", GELUGrad[float32]), two("geluTanhGrad", GELUTanhGrad[float32]), two("siluGrad", SiLUGrad[float32]),
	two("mishGrad", MishGrad[float32]), two("softplusGrad", SoftplusGrad[float32]), two("reluGrad", ReLUGrad[float32]),
	two("softsignGrad", SoftsignGrad[float32]),
	two("leakyReLUGrad", func(dx, x, dy []float32) { LeakyReLUGrad(dx, x, dy, 0.1) }),
	two("eluGrad", func(dx, x, dy []float32) { ELUGrad(dx, x, dy, 1.5, 1.1) }),
	two("crossEntropyGrad", func(dx, w, x []float32) { CrossEntropyGrad(dx, x, w, 0.5, 2, 0.25) }),
	one("crossEntropyGrad, no weights", func(dx, x []float32) { CrossEntropyGrad(dx, x, nil, 0.5, 2, 0.25) }),
}

// odd are values with which something happens.
var odd = []float32{
	0, float32(math.Copysign(0, -1)), 0x1p-149, -0x1p-140, float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1)),
	math.MaxFloat32, -math.MaxFloat32, 1, -1, 100, -100, 20, -20, 1e-20, -1e-20,
}

// An element is the same wherever it stands, in place too, and nothing is
// written beyond the end.
func TestElementsDoNotDependOnTheirPlace(t *testing.T) {
	const n = 1000
	r := rand.New(rand.NewPCG(1, 2))
	for _, k := range elementwises {
		xs := make([][]float32, k.in)
		for i := range xs {
			xs[i] = random[float32](r, n)
			for j := range n / 4 {
				xs[i][4*j+i] = odd[r.IntN(len(odd))]
			}
		}
		for _, l := range levels() {
			atLevel(l, func() {
				want, alone := make([]float32, n), make([][]float32, k.in)
				for i := range want {
					for j, x := range xs {
						alone[j] = []float32{x[i]}
					}
					k.f(want[i:i+1], alone...)
				}
				for m := range lengths(n) {
					from := r.IntN(n - m + 1)
					k.checkAt(t, fmt.Sprintf("%s, %v, %d elements", k.name, l, m), xs, want[from:from+m], from)
				}
			})
		}
	}
}

// checkAt runs the kernel on a part of xs, and again in place.
func (k elementwise) checkAt(t *testing.T, message string, xs [][]float32, want []float32, from int) {
	parts := make([][]float32, len(xs))
	for i, x := range xs {
		parts[i] = x[from : from+len(want)]
	}
	for _, inPlace := range []bool{false, true} {
		y, check := between(t, len(want))
		if inPlace {
			last := len(parts) - 1
			copy(y, parts[last])
			parts[last] = y
		}
		k.f(y, parts...)
		requireSameBits(t, want, y, message)
		check(message)
	}
}

// between is n elements between others, and a check that those are untouched.
func between(t *testing.T, n int) (y []float32, check func(message string)) {
	const guard = 20
	all := make([]float32, n+2*guard)
	for i := range all {
		all[i] = -77
	}
	return all[guard : guard+n : guard+n], func(message string) {
		t.Helper()
		for i := range guard {
			if all[i] != -77 || all[guard+n+i] != -77 {
				require.Failf(t, "written beyond the end", "%s: %v", message, all)
			}
		}
	}
}

// requireSameBits compares bits; one NaN is as good as another.
func requireSameBits(t *testing.T, want, got []float32, message string) {
	t.Helper()
	require.Len(t, got, len(want), message)
	for i, w := range want {
		if math.Float32bits(w) != math.Float32bits(got[i]) && (w == w || got[i] == got[i]) {
			require.Failf(t, "bits differ", "%s: element %d is %v, want %v", message, i, got[i], w)
		}
	}
}
