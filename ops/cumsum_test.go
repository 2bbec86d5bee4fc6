package ops_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

func cumsum(axis int, exclusive, reverse bool) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.CumSum(xs[0], axis, exclusive, reverse) }
}

func TestCumSum(t *testing.T) {
	x := dense([]float64{1, 2, 3, 4, 5, 6}, 2, 3)
	for _, c := range []struct {
		axis               int
		exclusive, reverse bool
		want               []float64
	}{
		{1, false, false, []float64{1, 3, 6, 4, 9, 15}},
		{1, true, false, []float64{0, 1, 3, 0, 4, 9}},
		{-1, false, true, []float64{6, 5, 3, 15, 11, 6}},
		{1, true, true, []float64{5, 3, 0, 11, 6, 0}},
		{0, false, false, []float64{1, 2, 3, 5, 7, 9}},
		{0, true, true, []float64{4, 5, 6, 0, 0, 0}},
	} {
		f := cumsum(c.axis, c.exclusive, c.reverse)
		require.Equal(t, c.want, evaluate(t, f, x).Float64s())
		require.Equal(t, to32(c.want), evaluate(t, f, dense(to32(x.Float64s()), 2, 3)).Float32s())
		require.NoError(t, gradcheck.Check(f, x))
		require.NoError(t, gradcheck.Check(f, gradcheck.Random(3, 2, 3, 4)))
	}
	refuses(t, "cumsum: x float64 [2, 3]: axis 2: want -2 to 1", cumsum(2, false, false), x)
	refuses(t, "cumsum: x int [1]: want float32 or float64", cumsum(0, false, false), dense([]int{1}, 1))
}

func TestCumSumIsAccurateAndTheSameForAnyWorkers(t *testing.T) {
	x := make([]float32, 20000*3)
	for i := range x {
		x[i] = 0.1
	}
	y := sameForAnyWorkers(t, cumsum(0, false, false), dense(x, 20000, 3)).F32
	for i := range y {
		require.InEpsilon(t, 0.1*float64(i/3+1), y[i], 1e-6)
	}
	y = sameForAnyWorkers(t, cumsum(1, false, false), dense(x, 3, 20000)).F32
	for i := range y {
		require.InEpsilon(t, 0.1*float64(i%20000+1), y[i], 1e-6)
	}
}
