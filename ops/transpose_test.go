package ops_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/ops"
)

// permutations calls f with every order of 0 to n-1.
func permutations(n int, f func(perm []int)) {
	var place func(perm []int)
	place = func(perm []int) {
		if len(perm) == n {
			f(append([]int{}, perm...))
			return
		}
	next:
		for a := range n {
			for _, b := range perm {
				if a == b {
					continue next
				}
			}
			place(append(perm, a))
		}
	}
	place(nil)
}

func transposes(t *testing.T, shape, perm []int) {
	t.Helper()
	to := make([]int, len(perm))
	for a, from := range perm {
		to[a] = shape[from]
	}
	moves(t, axesOf(ops.Transpose, perm...), shape, to, func(i []int) []int {
		j := make([]int, len(i))
		for a, from := range perm {
			j[from] = i[a]
		}
		return j
	})
}

func TestTranspose(t *testing.T) {
	for _, shape := range [][]int{{2, 3, 4}, {2, 3, 2, 4}, {3, 1, 2}} {
		permutations(len(shape), func(perm []int) { transposes(t, shape, perm) })
	}
}

// Matrices of several tiles and bands, with rests in both directions.
func TestTransposeLarge(t *testing.T) {
	for _, c := range []struct{ shape, perm []int }{
		{[]int{150, 37}, []int{1, 0}},
		{[]int{3, 33, 18}, []int{0, 2, 1}},
		{[]int{20, 3, 17, 2}, []int{3, 1, 2, 0}},
		{[]int{2, 40, 3, 300}, []int{0, 2, 1, 3}},
	} {
		f := axesOf(ops.Transpose, c.perm...)
		x := convert(count(elementsIn(c.shape)), tensor.Float32, c.shape...)
		data := plain(t, x)
		var to []int
		for _, a := range c.perm {
			to = append(to, c.shape[a])
		}
		want := make([]float64, len(data))
		each(to, func(i []int) {
			j := make([]int, len(i))
			for a, from := range c.perm {
				j[from] = i[a]
			}
			want[flat(i, to)] = data[flat(j, c.shape)]
		})
		require.Equal(t, want, plain(t, evaluate(t, f, x)), "%v", c)
		steady(t, f, x)
	}
}

func TestTransposeReversesWithoutAxes(t *testing.T) {
	moves(t, axesOf(ops.Transpose), []int{2, 3, 4}, []int{4, 3, 2}, func(i []int) []int { return []int{i[2], i[1], i[0]} })
	moves(t, axesOf(ops.Transpose), []int{}, []int{}, func([]int) []int { return []int{} })
}

func TestTransposeIsAView(t *testing.T) {
	for _, c := range []struct {
		shape, perm []int
		want        bool
	}{
		{[]int{2, 3}, []int{0, 1}, true},
		{[]int{2, 1, 3}, []int{0, 2, 1}, true},
		{[]int{4, 1, 8, 16}, []int{0, 2, 1, 3}, true}, // one position decoded, heads split
		{[]int{1, 1, 5}, []int{2, 1, 0}, true},
		{[]int{2, 3}, []int{1, 0}, false},
		{[]int{2, 1, 3}, []int{2, 1, 0}, false},
	} {
		_, ok := view(t, axesOf(ops.Transpose, c.perm...), c.shape)
		require.Equal(t, c.want, ok, "%v", c)
	}
}

func TestTransposeRefuses(t *testing.T) {
	x := gradcheck.Random(1, 2, 3)
	refuses(t, "transpose: x float64 [2, 3]: axes [0]: want each of 0 to 1 once", axesOf(ops.Transpose, 0), x)
	refuses(t, "transpose: x float64 [2, 3]: axes [1, 1]: want each of 0 to 1 once", axesOf(ops.Transpose, 1, 1), x)
	refuses(t, "transpose: x float64 [2, 3]: axes [0, 1, 1]: want each of 0 to 1 once", axesOf(ops.Transpose, 0, 1, 1), x)
	refuses(t, "transpose: x float64 [2, 3]: axis 2: want -2 to 1", axesOf(ops.Transpose, 0, 2), x)
	_, err := ops.Transpose(nil)
	require.EqualError(t, err, "transpose: operand 0 is nil")
}

// bytes are read and written: 8 an element of float32.
func benchmarkMove(b *testing.B, f gradcheck.Func, in ...*tensor.Dense) {
	y, err := f(inputs(in)...)
	require.NoError(b, err)
	plan := ops.PlanOf(y.Op())
	var arrays []ops.Array
	for _, d := range in {
		a, err := ops.ArrayOf(d)
		require.NoError(b, err)
		arrays = append(arrays, a)
	}
	out := ops.NewArray(plan.Results[0])
	team := kernel.NewTeam(2)
	defer team.Close()
	run := plan.Bind(ops.Memory{In: arrays, Results: []ops.Array{out}, Env: &ops.Env{Team: team}})
	b.SetBytes(int64(8 * out.Size()))
	b.ReportAllocs()
	for b.Loop() {
		run()
	}
}

func BenchmarkTranspose(b *testing.B) {
	for _, c := range []struct{ shape, perm []int }{
		{[]int{8, 128, 12, 64}, []int{0, 2, 1, 3}}, // split heads
		{[]int{8, 128, 12, 64}, []int{0, 2, 3, 1}}, // keys, transposed
		{[]int{8, 12, 128, 128}, []int{0, 1, 3, 2}},
		{[]int{768, 3072}, []int{1, 0}},
		{[]int{64, 64, 64}, []int{2, 1, 0}},
	} {
		b.Run(fmt.Sprint(c.shape, c.perm), func(b *testing.B) {
			benchmarkMove(b, axesOf(ops.Transpose, c.perm...), convert(nil, tensor.Float32, c.shape...))
		})
	}
}

// benchmarkGradient is that of the first operand.
func benchmarkGradient(b *testing.B, f gradcheck.Func, in ...*tensor.Dense) {
	xs := inputs(in)
	y, err := f(xs...)
	require.NoError(b, err)
	t := ops.TypeOf(y)
	dy := gradcheck.Input(y.Graph(), "dy", convert(nil, t.Dtype, t.Shape...))
	grads, err := ops.Backprop(y, dy, xs[0])
	require.NoError(b, err)
	plan := ops.PlanOf(grads[0].Op())
	var arrays []ops.Array
	for _, n := range ops.Children(grads[0]) {
		a, err := ops.ValueArray(n.Value())
		require.NoError(b, err)
		arrays = append(arrays, a)
	}
	out := ops.NewArray(plan.Results[0])
	team := kernel.NewTeam(2)
	defer team.Close()
	run := plan.Bind(ops.Memory{In: arrays, Results: []ops.Array{out}, Env: &ops.Env{Team: team}})
	b.SetBytes(int64(8 * out.Size()))
	b.ReportAllocs()
	for b.Loop() {
		run()
	}
}
