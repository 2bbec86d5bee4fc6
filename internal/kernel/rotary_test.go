package kernel

import (
	"math"
	"math/cmplx"
	"testing"

	"github.com/stretchr/testify/require"
)

// Turning by an angle is a product of complex numbers; turning back undoes it.
func TestRotate(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 8, 17} {
		d := 2*n + 3 // three are left as they are
		x, y, back := make([]float64, d), make([]float64, d), make([]float64, d)
		cos, sin := make([]float64, n), make([]float64, n)
		for i := range x {
			x[i] = math.Sin(float64(3*i + 1))
		}
		for i := range n {
			cos[i], sin[i] = math.Cos(float64(i+1)), math.Sin(float64(i+1))
		}
		check := func(rotate func(y, x, cos, sin []float64, sign float64), pair func(i int) (int, int)) {
			rotate(y, x, cos, sin, 1)
			for i := range n {
				a, b := pair(i)
				want := complex(x[a], x[b]) * cmplx.Exp(complex(0, float64(i+1)))
				require.InDelta(t, real(want), y[a], 1e-15)
				require.InDelta(t, imag(want), y[b], 1e-15)
			}
			require.Equal(t, x[2*n:], y[2*n:])
			copy(back, y)
			rotate(back, back, cos, sin, -1)
			require.InDeltaSlice(t, x, back, 1e-15)
		}
		check(RotateHalves[float64], func(i int) (int, int) { return i, n + i })
		check(RotatePairs[float64], func(i int) (int, int) { return 2 * i, 2*i + 1 })
	}
}
