package ops_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

func arg(f func(*gorgonia.Node, int, bool, bool) (*gorgonia.Node, error), axis int, keep, last bool) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return f(xs[0], axis, keep, last) }
}

func TestArgMaxAndArgMin(t *testing.T) {
	nan := math.NaN()
	x := dense([]float64{3, 1, 3, 2, nan, nan, 5, 5, 5}, 3, 3)
	for _, c := range []struct {
		f     gradcheck.Func
		shape []int
		want  []int
	}{
		{arg(ops.ArgMax, 1, false, false), []int{3}, []int{0, 1, 0}},
		{arg(ops.ArgMax, 1, true, true), []int{3, 1}, []int{2, 2, 2}},
		{arg(ops.ArgMax, 0, false, false), []int{3}, []int{2, 1, 1}},
		{arg(ops.ArgMin, -1, false, false), []int{3}, []int{1, 1, 0}},
		{arg(ops.ArgMin, -1, false, true), []int{3}, []int{1, 2, 2}},
		{arg(ops.ArgMin, 0, true, false), []int{1, 3}, []int{1, 1, 1}},
	} {
		for _, d := range []*tensor.Dense{x, dense(to32(x.Float64s()), 3, 3)} {
			y := evaluate(t, c.f, d)
			require.Equal(t, c.shape, append([]int{}, y.Shape()...))
			require.Equal(t, c.want, y.Ints())
		}
	}
	ints := dense([]int{4, 7, 7, 1}, 4)
	require.Equal(t, 2, evaluate(t, arg(ops.ArgMax, 0, true, true), ints).Ints()[0])
	require.Equal(t, []int{3}, sameForAnyWorkers(t, arg(ops.ArgMin, 0, false, false), ints).Int)
	refuses(t, "argmax: x bool [1]: want float32, float64 or int", arg(ops.ArgMax, 0, false, false), dense([]bool{true}, 1))
	refuses(t, "argmin: x int [4]: axis 1: want -1 to 0", arg(ops.ArgMin, 1, false, false), ints)
}
