package ops_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

func joined(axis int) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.Concat(axis, xs...) }
}

func stacked(axis int) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.Stack(axis, xs...) }
}

func TestConcat(t *testing.T) {
	for axis := range 3 {
		for _, dtype := range everyDtype {
			var in []*tensor.Dense
			var data [][]float64
			to := []int{2, 3, 4}
			to[axis] = 0
			for _, n := range []int{2, 1, 5} {
				shape := []int{2, 3, 4}
				shape[axis] = n
				to[axis] += n
				x := convert(count(elementsIn(shape)), dtype, shape...)
				in, data = append(in, x), append(data, plain(t, x))
			}
			var want []float64
			each(to, func(i []int) {
				which, j := 0, append([]int{}, i...)
				for j[axis] >= in[which].Shape()[axis] {
					j[axis] -= in[which].Shape()[axis]
					which++
				}
				want = append(want, data[which][flat(j, in[which].Shape())])
			})
			y := evaluate(t, joined(axis-3), in...)
			require.Equal(t, to, append([]int{}, y.Shape()...))
			require.Equal(t, want, plain(t, y))
			if dtype == tensor.Float64 {
				require.NoError(t, gradcheck.Check(joined(axis), in...))
				steady(t, joined(axis), in...)
			}
		}
	}
}

func TestConcatOfOne(t *testing.T) {
	moves(t, joined(0), []int{2, 3}, []int{2, 3}, func(i []int) []int { return i })
	_, ok := view(t, joined(0), []int{2, 3})
	require.True(t, ok)
}

func TestConcatOfTheSameTwice(t *testing.T) {
	twice := func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.Concat(1, xs[0], xs[0]) }
	moves(t, twice, []int{2, 3}, []int{2, 6}, func(i []int) []int { return []int{i[0], i[1] % 3} })
}

func TestStack(t *testing.T) {
	a, b := gradcheck.Random(1, 2, 3), gradcheck.Random(2, 2, 3)
	for axis := range 3 {
		to := [][]int{{2, 2, 3}, {2, 2, 3}, {2, 3, 2}}[axis]
		var want []float64
		each(to, func(i []int) {
			j := append(append([]int{}, i[:axis]...), i[axis+1:]...)
			want = append(want, plain(t, []*tensor.Dense{a, b}[i[axis]])[flat(j, []int{2, 3})])
		})
		y := evaluate(t, stacked(axis-3), a, b)
		require.Equal(t, to, append([]int{}, y.Shape()...))
		require.Equal(t, want, plain(t, y))
		require.NoError(t, gradcheck.Check(stacked(axis), a, b))
	}
	scalar := convert([]float64{7}, tensor.Float64)
	require.Equal(t, []float64{7, 7}, plain(t, evaluate(t, stacked(0), scalar, scalar)))
}

func TestConcatRefuses(t *testing.T) {
	a, b := gradcheck.Random(1, 2, 3), gradcheck.Random(2, 3, 3)
	refuses(t, "concat: x0 float64 [2, 3] · x1 float64 [3, 3]: want equal dtypes, and shapes that differ along axis 1 only", joined(1), a, b)
	refuses(t, "concat: x0 float64 [2, 3] · x1 int [2, 3]: want equal dtypes, and shapes that differ along axis 0 only",
		joined(0), a, convert(nil, tensor.Int, 2, 3))
	refuses(t, "concat: x0 float64 [2, 3] · x1 float64 [2]: want equal dtypes, and shapes that differ along axis 0 only", joined(0), a, gradcheck.Random(1, 2))
	refuses(t, "concat: x0 float64 [2, 3]: axis 2: want -2 to 1", joined(2), a)
	refuses(t, "stack: x0 float64 [2, 3] · x1 float64 [3, 3]: want equal types", stacked(0), a, b)
	refuses(t, "stack: x0: unsqueeze: x float64 [2, 3]: axis 3: want -3 to 2", stacked(3), a)
	_, err := ops.Concat(0)
	require.EqualError(t, err, "concat: nothing to join: want at least one operand")
	_, err = ops.Stack(0)
	require.EqualError(t, err, "concat: nothing to join: want at least one operand")
	_, err = ops.Stack(0, nil)
	require.EqualError(t, err, "stack: x0: unsqueeze: operand 0 is nil")
}

func BenchmarkConcat(b *testing.B) {
	x := convert(nil, tensor.Float32, 8, 128, 768)
	b.Run("qkv", func(b *testing.B) {
		benchmarkMove(b, joined(2), x, x.Clone().(*tensor.Dense), x.Clone().(*tensor.Dense))
	})
}
