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

var elementwises = []elementwise{one("exp", Exp[float32])}

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
				for m := range n + 1 {
					from := r.IntN(n - m + 1)
					k.checkAt(t, fmt.Sprintf("%s, %v, %d elements", k.name, l, m), xs, want[from:from+m], from)
				}
			})
		}
	}
}

// checkAt runs the kernel on a part of xs, and again in place.
func (k elementwise) checkAt(t *testing.T, message string, xs [][]float32, want []float32, from int) {
	const guard = 20
	parts := make([][]float32, len(xs))
	for i, x := range xs {
		parts[i] = x[from : from+len(want)]
	}
	for _, inPlace := range []bool{false, true} {
		y := make([]float32, guard+len(want)+guard)
		for i := range y {
			y[i] = -77
		}
		middle := y[guard : guard+len(want)]
		if inPlace {
			last := len(parts) - 1
			copy(middle, parts[last])
			parts[last] = middle
		}
		k.f(middle, parts...)
		requireSameBits(t, want, middle, message)
		for i := range guard {
			require.Equal(t, [2]float32{-77, -77}, [2]float32{y[i], y[guard+len(want)+i]}, message)
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
