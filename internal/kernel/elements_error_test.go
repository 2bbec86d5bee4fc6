package kernel

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// absolutes are float32 functions whose error is bounded by a multiple of
// max(1, |x|), each with its loop in float64.
var absolutes = []struct {
	name  string
	f32   func(y, x []float32)
	f64   func(y, x []float64)
	bound float64
}{
	{"gelu", GELU[float32], GELU[float64], 1e-7},
	{"geluTanh", GELUTanh[float32], GELUTanh[float64], 2e-7},
	{"silu", SiLU[float32], SiLU[float64], 2e-7},
	{"mish", Mish[float32], Mish[float64], 2e-7},
	{"softplus", Softplus[float32], Softplus[float64], 2e-7},
	{"softsign", Softsign[float32], Softsign[float64], 2e-7},
	{"elu", func(y, x []float32) { ELU(y, x, 1.5, 1) }, func(y, x []float64) { ELU(y, x, 1.5, 1) }, 2e-7},
	{"geluGrad", slope32(GELUGrad[float32]), slope64(GELUGrad[float64]), 3e-7},
	{"geluTanhGrad", slope32(GELUTanhGrad[float32]), slope64(GELUTanhGrad[float64]), 3e-7},
	{"siluGrad", slope32(SiLUGrad[float32]), slope64(SiLUGrad[float64]), 3e-7},
	{"mishGrad", slope32(MishGrad[float32]), slope64(MishGrad[float64]), 3e-7},
	{"softplusGrad", slope32(SoftplusGrad[float32]), slope64(SoftplusGrad[float64]), 3e-7},
	{"softsignGrad", slope32(SoftsignGrad[float32]), slope64(SoftsignGrad[float64]), 3e-7},
	{"erfGrad", slope32(ErfGrad[float32]), slope64(ErfGrad[float64]), 3e-7},
	{"eluGrad", slope32(func(dx, x, dy []float32) { ELUGrad(dx, x, dy, 1.5, 1.25) }),
		slope64(func(dx, x, dy []float64) { ELUGrad(dx, x, dy, 1.5, 1.25) }), 3e-7},
}

// slope32 is the derivative itself.
func slope32(df func(dx, x, dy []float32)) func(y, x []float32) {
	return func(y, x []float32) { df(y, x, ones[float32](len(x))) }
}

func slope64(df func(dx, x, dy []float64)) func(y, x []float64) {
	return func(y, x []float64) { df(y, x, ones[float64](len(x))) }
}

func ones[T Float](n int) []T {
	x := make([]T, n)
	for i := range x {
		x[i] = 1
	}
	return x
}

func TestActivationsAreWithinTheirBounds(t *testing.T) {
	var x []float32
	var x64 []float64
	everyFloat(func(v float32) {
		x, x64 = append(x, v), append(x64, float64(v))
	})
	y, want := make([]float32, len(x)), make([]float64, len(x))
	for _, k := range absolutes {
		k.f64(want, x64)
		for _, l := range levels() {
			atLevel(l, func() { k.f32(y, x) })
			worst, at := 0.0, 0
			for i, v := range x64 {
				e := math.Abs(float64(y[i]) - want[i])
				if math.IsNaN(want[i]) || math.IsInf(want[i], 0) || y[i] != y[i] {
					e = ulpsApart(y[i], want[i])
				} else {
					e /= math.Max(1, math.Abs(v))
				}
				if e > worst {
					worst, at = e, i
				}
			}
			t.Logf("%s, %v: %.2g at %v", k.name, l, worst, x[at])
			require.LessOrEqual(t, worst, k.bound, "%s, %v: of %v is %v, want %v", k.name, l, x[at], y[at], want[at])
		}
	}
}
