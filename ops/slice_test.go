package ops_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

func slice(axis, start, stop, step int) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.Slice(xs[0], axis, start, stop, step) }
}

// sliced is what Python says of range(n)[start:stop:step].
var sliced = []struct {
	n, start, stop, step int
	want                 []int
}{
	{5, 1, 3, 1, []int{1, 2}},
	{5, 0, math.MaxInt, 1, []int{0, 1, 2, 3, 4}},
	{5, -2, 5, 1, []int{3, 4}},
	{5, math.MinInt, -3, 1, []int{0, 1}},
	{5, 0, 5, 2, []int{0, 2, 4}},
	{5, 1, 5, 3, []int{1, 4}},
	{5, 0, 5, math.MaxInt, []int{0}},
	{5, 4, 0, -1, []int{4, 3, 2, 1}},
	{5, math.MaxInt, math.MinInt, -1, []int{4, 3, 2, 1, 0}},
	{5, 20, -6, -2, []int{4, 2, 0}},
	{5, 3, -6, -2, []int{3, 1}},
	{5, -1, -4, -2, []int{4, 2}},
	{5, 4, 0, math.MinInt, []int{4}},
	{1, 0, 1, 1, []int{0}},
}

func TestSlice(t *testing.T) {
	for _, c := range sliced {
		for axis := range 3 {
			t.Run(fmt.Sprintf("%d:%d:%d of %d, axis %d", c.start, c.stop, c.step, c.n, axis), func(t *testing.T) {
				shape := []int{2, 3, 2}
				shape[axis] = c.n
				to := append([]int{}, shape...)
				to[axis] = len(c.want)
				moves(t, slice(axis, c.start, c.stop, c.step), shape, to, func(i []int) []int {
					j := append([]int{}, i...)
					j[axis] = c.want[i[axis]]
					return j
				})
			})
		}
	}
}

func TestSliceIsAView(t *testing.T) {
	for _, c := range []struct {
		shape                   []int
		axis, start, stop, step int
		offset                  int
		ok                      bool
	}{
		{[]int{5, 3}, 0, 1, 3, 1, 3, true},
		{[]int{1, 5, 3}, 1, -2, 5, 1, 9, true},
		{[]int{5, 3}, 0, 4, 5, 7, 12, true},
		{[]int{5, 3}, 1, 0, 3, 1, 0, true}, // all of it
		{[]int{5, 3}, 1, 0, 2, 1, 0, false},
		{[]int{5, 3}, 0, 0, 5, 2, 0, false},
		{[]int{5, 3}, 0, 4, 2, -1, 0, false},
	} {
		offset, ok := view(t, slice(c.axis, c.start, c.stop, c.step), c.shape)
		require.Equal(t, c.ok, ok, "%+v", c)
		if ok {
			require.Equal(t, c.offset, offset, "%+v", c)
		}
	}
}

func TestSliceRefuses(t *testing.T) {
	x := gradcheck.Random(1, 4, 3)
	refuses(t, "slice: x float64 [4, 3]: axis 2: want -2 to 1", slice(2, 0, 1, 1), x)
	refuses(t, "slice: x float64 [4, 3]: axis 0: step 0: want any other", slice(0, 0, 1, 0), x)
	refuses(t, "slice: x float64 [4, 3]: axis -2: 3 to 1 by 1 of 4 elements is nothing: every axis must be at least 1", slice(-2, 3, 1, 1), x)
	refuses(t, "slice: x float64 [4, 3]: axis 0: 4 to 9 by 1 of 4 elements is nothing: every axis must be at least 1", slice(0, 4, 9, 1), x)
	refuses(t, "slice: x float64 [4, 3]: axis 0: 1 to 3 by -1 of 4 elements is nothing: every axis must be at least 1", slice(0, 1, 3, -1), x)
}

// Long rows are cut into parts, short ones taken together.
func TestSliceLarge(t *testing.T) {
	for _, shape := range [][]int{{3, 50000}, {5000, 9}} {
		x := convert(count(elementsIn(shape)), tensor.Float32, shape...)
		data := plain(t, x)
		var want []float64
		each([]int{shape[0], shape[1] - 1}, func(i []int) { want = append(want, data[i[0]*shape[1]+i[1]+1]) })
		require.Equal(t, want, plain(t, evaluate(t, slice(1, 1, shape[1], 1), x)))
		steady(t, slice(1, 1, shape[1], 1), x)
	}
}

func BenchmarkSlice(b *testing.B) {
	x := convert(nil, tensor.Float32, 8, 128, 768)
	b.Run("the first position", func(b *testing.B) { benchmarkMove(b, slice(1, 0, 1, 1), x) })
	b.Run("half of the features", func(b *testing.B) { benchmarkMove(b, slice(2, 0, 384, 1), x) })
	b.Run("every other feature", func(b *testing.B) { benchmarkMove(b, slice(2, 0, 768, 2), x) })
}
