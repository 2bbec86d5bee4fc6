package ops_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

// output reads rows of a table and multiplies them with all of a weight.
func output(padding int) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { // table, weight, ids
		x, err := ops.Embedding(xs[0], xs[2], padding)
		if err != nil {
			return nil, err
		}
		return ops.Linear(x, xs[1], nil, ops.ActTanh)
	}
}

// tied is output, whose weight is the table.
func tied(padding int) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return output(padding)(xs[0], xs[0], xs[1]) }
}

// twice reads two lots of rows.
func twice(xs ...*gorgonia.Node) (*gorgonia.Node, error) {
	x, err := ops.Embedding(xs[0], xs[1], -1)
	if err != nil {
		return nil, err
	}
	y, err := ops.Embedding(xs[0], xs[2], -1)
	if err != nil {
		return nil, err
	}
	return ops.Mul(x, y)
}

// What a table gets as a weight and what its rows get come to one sum.
func TestGradientOfTiedTable(t *testing.T) {
	table, ids := gradcheck.Random(1, 5, 3), ints([]int{4, 0, 4, 2}, 2, 2)
	for _, padding := range []int{-1, 4} {
		dy := gradcheck.Random(2, 2, 2, 5)
		apart := gradients(t, output(padding), dy, table, table, ids)
		of, weight := plain(t, apart[0]), plain(t, apart[1])
		for i := range of {
			of[i] += weight[i]
		}
		require.InDeltaSlice(t, of, plain(t, gradients(t, tied(padding), dy, table, ids)[0]), 1e-15)
	}
	require.NoError(t, gradcheck.Check(tied(-1), table, ids))
	require.NoError(t, gradcheck.Check(twice, table, ids, ints([]int{1, 4, 4, 1}, 2, 2)))
}

// The rows are added to the other gradient, whichever comes first, instead of
// to zeros that are added then.
func TestGradientOfTiedTableIsOneOperation(t *testing.T) {
	table, ids := gradcheck.Random(1, 5, 3), ints([]int{4, 0, 4, 2}, 2, 2)
	for _, f := range []gradcheck.Func{tied(-1), tied(4)} {
		xs := inputs([]*tensor.Dense{table, ids})
		y, err := f(xs...)
		require.NoError(t, err)
		grads, err := ops.Backprop(y, gradcheck.Input(y.Graph(), "dy", gradcheck.Random(2, 2, 2, 5)), xs[0])
		require.NoError(t, err)
		require.Equal(t, "add embedding gradient", grads[0].Op().String())
	}
}

func TestGradientOfTiedTableIsSteady(t *testing.T) {
	table := convert(plain(t, gradcheck.Random(1, 50, 300)), tensor.Float32, 50, 300)
	steady(t, tied(3), table, ints(pseudo(600, 0, 49), 6, 100))
}

func TestGradientOfTiedTableRefuses(t *testing.T) {
	table := gradcheck.Random(1, 5, 3)
	xs := inputs([]*tensor.Dense{table, ints([]int{0, 5}, 2)})
	y, err := tied(-1)(xs...)
	require.NoError(t, err)
	grads, err := ops.Backprop(y, gradcheck.Input(y.Graph(), "dy", gradcheck.Random(2, 2, 5)), xs[0])
	require.NoError(t, err)
	_, err = gradcheck.Run(grads...)
	require.ErrorContains(t, err, "ids[1] is 5: want 0 to 4")
}
