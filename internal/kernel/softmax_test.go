package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLogSoftmaxIsItsComment(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := 1; n < 40; n++ {
		x, dy, scratch := random[float64](r, n), random[float64](r, n), make([]float64, n)
		var total, sum float64
		for i := range x {
			total += math.Exp(x[i])
			sum += dy[i]
		}
		require.InDelta(t, math.Log(total), LogSumExp(x, scratch), 1e-14)
		y, dx := make([]float64, n), make([]float64, n)
		LogSoftmax(y, x, scratch)
		LogSoftmaxGrad(dx, y, dy, scratch)
		LogSumExpGrad(scratch, x, math.Log(total), 3)
		for i := range x {
			require.InDelta(t, x[i]-math.Log(total), y[i], 1e-14)
			require.InDelta(t, dy[i]-math.Exp(x[i])/total*sum, dx[i], 1e-13)
			require.InDelta(t, 3*math.Exp(x[i])/total, scratch[i], 1e-14)
		}
		z := append([]float64{}, x...)
		LogSoftmax(z, z, scratch)
		require.Equal(t, y, z, "in place")
		LogSoftmaxGrad(dy, y, dy, scratch)
		require.Equal(t, dx, dy, "in place")
		Softmax(x, x)
		for i := range x {
			require.InDelta(t, math.Exp(y[i]), x[i], 1e-15)
		}
	}
}

func TestLogSumExpOfNaNAndInf(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	for _, c := range []struct {
		x    []float32
		want float64
	}{
		{[]float32{-inf, -inf}, math.Inf(-1)}, {[]float32{inf, 1}, math.Inf(1)}, {[]float32{inf, -inf}, math.Inf(1)},
		{[]float32{nan, 1}, math.NaN()}, {[]float32{nan, inf}, math.NaN()}, {[]float32{-inf, 2}, 2}, {[]float32{3e38, 3e38}, 3e38},
	} {
		require.Zero(t, ulpsApart(LogSumExp(c.x, make([]float32, 2)), float64(float32(c.want))), "%v", c.x)
	}
	dx := []float32{7, 7}
	LogSumExpGrad(dx, []float32{-inf, -inf}, -inf, 5)
	require.Equal(t, []float32{0, 0}, dx)
}
