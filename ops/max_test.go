package ops_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/ops"
)

func TestMaxSharesItsGradientAmongTies(t *testing.T) {
	x := dense([]float64{3, 1, 3, 2, 2, 2}, 2, 3)
	g := gradients(t, over(ops.Max, false, 1), dense([]float64{6, 12}, 2), x)[0].Float64s()
	require.Equal(t, []float64{3, 0, 3, 4, 4, 4}, g)
	g = gradients(t, over(ops.Min, false), scalarOr([]float64{5}, nil), x)[0].Float64s()
	require.Equal(t, []float64{0, 5, 0, 0, 0, 0}, g)
	g = gradients(t, over(ops.Max, true, 0), dense([]float64{6, 12, 18}, 1, 3), x)[0].Float64s()
	require.Equal(t, []float64{6, 0, 18, 0, 12, 0}, g)
}

// As torch.amax: nothing equals NaN, so its share is 0/0.
func TestMaxGradientOfNaN(t *testing.T) {
	x := dense([]float32{1, float32(math.NaN()), 1, 2}, 2, 2)
	g := gradients(t, over(ops.Max, false, 1), dense([]float32{1, 1}, 2), x)[0].Float32s()
	require.True(t, g[0] != g[0] && g[1] != g[1])
	require.Equal(t, []float32{0, 1}, g[2:])
}

func TestMaxGradientIsTheSameForAnyWorkers(t *testing.T) {
	x, dy := to32(values(1, 3*300*70)), to32(values(2, 3*70))
	f := differentiated(over(ops.Max, false, 1))
	g := sameForAnyWorkers(t, f, dense(x, 3, 300, 70), dense(dy, 3, 70)).F32
	total := 0.0
	for _, v := range g {
		total += float64(v)
	}
	require.InDelta(t, sum(to64(dy)), total, 1e-3, "the shares add up")
}

// The product of the others, whatever is 0.
func TestProdGradientWithZeros(t *testing.T) {
	x := dense([]float64{2, 3, 4, 2, 0, 4, 0, 3, 0}, 3, 3)
	dy := dense([]float64{1, 10, 100}, 3)
	g := gradients(t, over(ops.Prod, false, 1), dy, x)[0].Float64s()
	require.Equal(t, []float64{12, 8, 6, 0, 80, 0, 0, 0, 0}, g)
	x = dense([]float64{2, 0, 3, 5}, 2, 2)
	g = gradients(t, over(ops.Prod, true, 0), dense([]float64{1, 10}, 1, 2), x)[0].Float64s()
	require.Equal(t, []float64{3, 50, 2, 0}, g)
}

func TestNormGradientAtZero(t *testing.T) {
	x := dense([]float64{0, 0, 3, 4}, 2, 2)
	g := gradients(t, over(ops.Norm2, false, 1), dense([]float64{1, 10}, 2), x)[0].Float64s()
	require.InDeltaSlice(t, []float64{0, 0, 6, 8}, g, 1e-14)
}
