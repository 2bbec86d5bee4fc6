package ops_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

// indexing makes a Func of an operation on x and indices.
func indexing(f func(x, indices *gorgonia.Node, number int) (*gorgonia.Node, error), number int) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return f(xs[0], xs[1], number) }
}

// ints is a tensor of whole numbers.
func ints(x []int, shape ...int) *tensor.Dense {
	a := ops.NewArray(ops.Type{Dtype: tensor.Int, Shape: shape})
	copy(a.Int, x)
	return a.Dense()
}

// pseudo is n numbers from lo to hi that come again and again.
func pseudo(n, lo, hi int) []int {
	x := make([]int, n)
	for i := range x {
		x[i] = lo + (i*i*7+i*3)%(hi-lo+1)
	}
	return x
}

// gathers checks f of x and indices in every dtype, and its gradient: element i
// of the result is element from(i) of x.
func gathers(t *testing.T, f gradcheck.Func, shape []int, indices *tensor.Dense, to []int, from func(i []int) []int) {
	t.Helper()
	for _, dtype := range everyDtype {
		x := convert(count(elementsIn(shape)), dtype, shape...)
		data := plain(t, x)
		var want []float64
		each(to, func(i []int) { want = append(want, data[flat(from(i), shape)]) })
		y := evaluate(t, f, x, indices)
		require.Equal(t, to, append([]int{}, y.Shape()...), "%v", dtype)
		require.Equal(t, want, plain(t, y), "%v", dtype)
	}
	x := gradcheck.Random(1, shape...)
	require.NoError(t, gradcheck.Check(f, x, indices))
	steady(t, f, x, indices)
}

// at is the place that an index which may be negative names.
func at(index, n int) int { return (index + n) % n }

func TestGather(t *testing.T) {
	for axis, shape := range [][]int{{5, 4, 3}, {2, 5, 3}, {2, 3, 5}} {
		for _, by := range [][]int{{3}, {2, 4}, {}, {1, 1, 9}} {
			t.Run(fmt.Sprint(axis, by), func(t *testing.T) {
				index := pseudo(elementsIn(by), -5, 4)
				to := append(append(append([]int{}, shape[:axis]...), by...), shape[axis+1:]...)
				f := indexing(ops.Gather, axis-3)
				gathers(t, f, shape, ints(index, by...), to, func(i []int) []int {
					j := append([]int{}, i[:axis]...)
					j = append(j, at(index[flat(i[axis:axis+len(by)], by)], 5))
					return append(j, i[axis+len(by):]...)
				})
			})
		}
	}
}

// The sums of many equal indices, cut among workers.
func TestGatherGradientIsSteady(t *testing.T) {
	x := convert(count(7*500), tensor.Float32, 7, 500)
	steady(t, indexing(ops.Gather, 0), x, ints(pseudo(300, -7, 6), 300))
	steady(t, indexing(ops.Gather, 1), x, ints(pseudo(3000, -500, 499), 3000))
}

func TestGatherRefuses(t *testing.T) {
	x := gradcheck.Random(1, 5, 3)
	f := indexing(ops.Gather, 0)
	refuses(t, "gather: x float64 [5, 3] · indices float64 [5, 3]: indices of float64: want int", f, x, x)
	refuses(t, "gather: x float64 [5, 3] · indices int [2]: axis 2: want -2 to 1", indexing(ops.Gather, 2), x, ints(nil, 2))
	fails(t, "indices[1, 0] is 5: want -5 to 4", f, x, ints([]int{0, 1, 5, 6}, 2, 2))
	fails(t, "indices[0] is -6: want -5 to 4", f, x, ints([]int{-6}, 1))
	fails(t, "indices is 9: want -5 to 4", f, x, ints([]int{9}))
	_, err := ops.Gather(nil, nil, 0)
	require.EqualError(t, err, "gather: operand 0 is nil")
}

// The first of several bad indices is named, whoever finds it.
func TestFirstBadIndexIsNamed(t *testing.T) {
	index := make([]int, 100000)
	for i := 40000; i < len(index); i += 100 {
		index[i] = 7
	}
	fails(t, "indices[40000] is 7: want -5 to 4", indexing(ops.Gather, 0), gradcheck.Random(1, 5), ints(index, len(index)))
}

// Of the whole chain only the gradient is computed: it checks for itself.
func TestGatherGradientChecksIndices(t *testing.T) {
	g := gorgonia.NewGraph()
	x := gradcheck.Input(g, "x", gradcheck.Random(1, 5, 3))
	index := gradcheck.Input(g, "index", ints([]int{5}, 1))
	y, err := ops.Gather(x, index, 0)
	require.NoError(t, err)
	grads, err := ops.Backprop(y, gradcheck.Input(g, "dy", gradcheck.Random(1, 1, 3)), x)
	require.NoError(t, err)
	_, err = execute(nil, false, grads...)
	require.ErrorContains(t, err, "indices[0] is 5: want -5 to 4")
}

func TestIndexAdd(t *testing.T) {
	for axis, shape := range [][]int{{5, 4, 3}, {2, 5, 3}, {2, 3, 5}} {
		by := []int{2, 4}
		index := pseudo(8, -5, 4)
		from := append(append(append([]int{}, shape[:axis]...), by...), shape[axis+1:]...)
		f := func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.IndexAdd(xs[0], xs[1], xs[2], axis) }
		for _, dtype := range everyDtype[:3] {
			x, u := convert(count(elementsIn(shape)), dtype, shape...), convert(count(elementsIn(from)), dtype, from...)
			want := plain(t, x)
			each(from, func(i []int) {
				j := append([]int{}, i[:axis]...)
				j = append(j, at(index[flat(i[axis:axis+2], by)], 5))
				want[flat(append(j, i[axis+2:]...), shape)] += plain(t, u)[flat(i, from)]
			})
			require.Equal(t, want, plain(t, evaluate(t, f, x, ints(index, by...), u)))
			require.Equal(t, want, direct(t, nil, true, f, x, ints(index, by...), u))
		}
		require.NoError(t, gradcheck.Check(f, gradcheck.Random(1, shape...), ints(index, by...), gradcheck.Random(2, from...)))
		steady(t, f, gradcheck.Random(1, shape...), ints(index, by...), gradcheck.Random(2, from...))
	}
}

func TestIndexAddRefuses(t *testing.T) {
	f := func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.IndexAdd(xs[0], xs[1], xs[2], 0) }
	x := gradcheck.Random(1, 5, 3)
	refuses(t, "index add: x float64 [5, 3] · indices int [2] · updates float64 [5, 3]: updates: want float64 [2, 3]", f, x, ints(nil, 2), x)
	b := convert(nil, tensor.Bool, 5)
	refuses(t, "index add: x bool [5] · indices int [5] · updates bool [5]: reduction add: want x of numbers", f, b, ints(nil, 5), b)
	fails(t, "indices[1] is -6: want -5 to 4", f, x, ints([]int{0, -6}, 2), gradcheck.Random(1, 2, 3))
}

func BenchmarkGather(b *testing.B) {
	x := convert(nil, tensor.Float32, 30522, 768)
	b.Run("embedding", func(b *testing.B) {
		benchmarkMove(b, indexing(ops.Embedding, 0), x, ints(pseudo(2048, 0, 30521), 16, 128))
	})
}
