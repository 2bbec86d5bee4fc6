package ops_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

func oneHot(depth, axis int, dtype tensor.Dtype) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.OneHot(xs[0], depth, 3, 1, axis, dtype) }
}

func TestOneHot(t *testing.T) {
	const depth = 4
	ids := []int{0, 3, -1, -4, 4, -5} // the last two are outside
	for axis, to := range [][]int{{depth, 2, 3}, {2, depth, 3}, {2, 3, depth}} {
		for _, dtype := range everyDtype[:3] {
			var want []float64
			each(to, func(i []int) {
				id := ids[flat(append(append([]int{}, i[:axis]...), i[axis+1:]...), []int{2, 3})]
				v := 1.
				if i[axis] == id || i[axis] == id+depth {
					v = 3
				}
				want = append(want, v)
			})
			y := evaluate(t, oneHot(depth, axis-3, dtype), ints(ids, 2, 3))
			require.Equal(t, dtype, y.Dtype())
			require.Equal(t, to, append([]int{}, y.Shape()...))
			require.Equal(t, want, plain(t, y))
		}
	}
}

func TestOneHotOfBool(t *testing.T) {
	f := func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.OneHot(xs[0], 3, 1, 0, -1, tensor.Bool) }
	require.Equal(t, []bool{false, false, true}, evaluate(t, f, ints([]int{2})).Data())
}

func TestOneHotRefuses(t *testing.T) {
	refuses(t, "one hot: ids int [2]: depth 0: want at least 1", oneHot(0, 0, tensor.Int), ints(nil, 2))
	refuses(t, "one hot: ids int [2]: axis 2: want -2 to 1", oneHot(3, 2, tensor.Int), ints(nil, 2))
	refuses(t, "one hot: ids int [2]: dtype complex64: want float32, float64, int or bool", oneHot(3, 0, tensor.Complex64), ints(nil, 2))
	refuses(t, "one hot: ids float64 [2]: ids of float64: want int", oneHot(3, 0, tensor.Int), gradcheck.Random(1, 2))
}
