package ops_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

func cast(to tensor.Dtype) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.Cast(xs[0], to) }
}

func TestCast(t *testing.T) {
	inputs := []*tensor.Dense{
		dense([]float32{-1.5, 0, 2.75}, 3), dense([]float64{-1.5, 0, 2.75}, 3),
		dense([]int{-1, 0, 2}, 3), dense([]bool{true, false, true}, 3),
	}
	for _, c := range []struct {
		to   tensor.Dtype
		want []any
	}{
		{tensor.Float32, []any{[]float32{-1.5, 0, 2.75}, []float32{-1.5, 0, 2.75}, []float32{-1, 0, 2}, []float32{1, 0, 1}}},
		{tensor.Float64, []any{[]float64{-1.5, 0, 2.75}, []float64{-1.5, 0, 2.75}, []float64{-1, 0, 2}, []float64{1, 0, 1}}},
		{tensor.Int, []any{[]int{-1, 0, 2}, []int{-1, 0, 2}, []int{-1, 0, 2}, []int{1, 0, 1}}},
		{tensor.Bool, []any{[]bool{true, false, true}, []bool{true, false, true}, []bool{true, false, true}, []bool{true, false, true}}},
	} {
		for i, in := range inputs {
			require.Equal(t, c.want[i], evaluate(t, cast(c.to), in).Data(), "%v to %v", in.Dtype(), c.to)
		}
	}
	refuses(t, "cast: x [3] to int64: want float32, float64, int or bool", cast(tensor.Int64), inputs[0])
}

// The gradient of a cast between floats has the operand's dtype.
func TestCastGradient(t *testing.T) {
	g := gradients(t, cast(tensor.Float32), dense([]float32{1, 2}, 2), dense([]float64{3, 4}, 2))
	require.Equal(t, []float64{1, 2}, g[0].Data())
	g = gradients(t, cast(tensor.Float64), dense([]float64{1, 2}, 2), dense([]float32{3, 4}, 2))
	require.Equal(t, []float32{1, 2}, g[0].Data())
}
