package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCrossEntropyKernelsAreTheirComments(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	scratch := make([]float64, LossScratch)
	for _, n := range []int{1, 3, 100, lossPart - 1, lossPart, 2*lossPart + 7} {
		x, w, dx := random[float64](r, n), random[float64](r, n), make([]float64, n)
		top, sum := MaxExpSum(x, scratch)
		var exps, plain, weighted float64
		for i := range x {
			require.LessOrEqual(t, x[i], top)
			exps += math.Exp(x[i] - top)
			plain += top - x[i]
			weighted += w[i] * (top - x[i])
		}
		require.Contains(t, x, top)
		require.InEpsilon(t, exps, sum, 1e-14)
		require.InDelta(t, plain, SumBelow(x, nil, top), 1e-9)
		require.InDelta(t, weighted, SumBelow(x, w, top), 1e-9)
		for _, c := range []struct {
			w    []float64
			a, b float64
		}{{nil, 2, 0}, {w, 2, 0}, {nil, 2, 3}, {w, -2, 3}} {
			CrossEntropyGrad(dx, x, c.w, top, c.a, c.b)
			for i := range dx {
				want := c.a * math.Exp(x[i]-top)
				if c.w != nil {
					want -= c.b * c.w[i]
				} else {
					want -= c.b
				}
				require.InDelta(t, want, dx[i], 1e-13)
			}
		}
	}
}

func TestMaxExpSumOfNaN(t *testing.T) {
	scratch := make([]float32, LossScratch)
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	for _, x := range [][]float32{{1, nan}, {nan, nan}, {-inf, -inf}, {inf, 1}} {
		_, sum := MaxExpSum(x, scratch)
		require.True(t, sum != sum, "%v", x)
	}
}
