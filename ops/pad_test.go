package ops_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

func pad(before, after []int, value float64) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.Pad(xs[0], before, after, value) }
}

func TestPad(t *testing.T) {
	for _, c := range []struct{ shape, before, after, to []int }{
		{[]int{2, 3}, []int{1, 0}, []int{0, 2}, []int{3, 5}},
		{[]int{2, 3, 2}, []int{0, 1, 0}, []int{0, 1, 0}, []int{2, 5, 2}},
		{[]int{4, 5}, []int{-1, 2}, []int{1, -3}, []int{4, 4}}, // one away, one added
		{[]int{4, 5}, []int{-1, -2}, []int{-1, -2}, []int{2, 1}},
		{[]int{4}, []int{-3}, []int{9}, []int{10}},
		{[]int{2, 3}, []int{0, 0}, []int{0, 0}, []int{2, 3}},
		{[]int{}, []int{}, []int{}, []int{}},
	} {
		moves(t, pad(c.before, c.after, 0), c.shape, c.to, func(i []int) []int {
			j := append([]int{}, i...)
			for a := range j {
				j[a] -= c.before[a]
				if j[a] < 0 || j[a] >= c.shape[a] {
					return nil
				}
			}
			return j
		})
	}
}

func TestPadValue(t *testing.T) {
	for dtype, want := range map[tensor.Dtype][]float64{
		tensor.Float32: {1.5, 1, 1.5}, tensor.Float64: {1.5, 1, 1.5}, tensor.Int: {1, 1, 1}, tensor.Bool: {1, 1, 1},
	} {
		require.Equal(t, want, plain(t, evaluate(t, pad([]int{1}, []int{1}, 1.5), convert([]float64{1}, dtype, 1))))
	}
}

func TestPadRefuses(t *testing.T) {
	x := gradcheck.Random(1, 2, 3)
	refuses(t, "pad: x float64 [2, 3] by [1] before and [1, 1] after: want 2 numbers each, one an axis", pad([]int{1}, []int{1, 1}, 0), x)
	refuses(t, "pad: x float64 [2, 3] by [0, -2] before and [0, -1] after: nothing of axis 1 would be left", pad([]int{0, -2}, []int{0, -1}, 0), x)
	refuses(t, "pad: x float64 [2, 3] by [0, 4] before and [0, -3] after: nothing of axis 1 would be left", pad([]int{0, 4}, []int{0, -3}, 0), x)
}

var padModes = []struct {
	name string
	f    func(x *gorgonia.Node, before, after []int) (*gorgonia.Node, error)
	want []int // of 0, 1, 2 with four elements before and five after
}{
	{"edge", ops.PadEdge, []int{0, 0, 0, 0, 0, 1, 2, 2, 2, 2, 2, 2}},
	{"reflect", ops.PadReflect, []int{0, 1, 2, 1, 0, 1, 2, 1, 0, 1, 2, 1}},
	{"wrap", ops.PadWrap, []int{2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1}},
}

func TestPadModes(t *testing.T) {
	for _, c := range padModes {
		t.Run(c.name, func(t *testing.T) {
			by := func(before, after []int) gradcheck.Func {
				return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return c.f(xs[0], before, after) }
			}
			both := by([]int{4, 0, 0}, []int{5, 0, 9})
			moves(t, both, []int{3, 2, 1}, []int{12, 2, 10}, func(i []int) []int { return []int{c.want[i[0]], i[1], 0} })
			moves(t, by([]int{0}, []int{0}), []int{2}, []int{2}, func(i []int) []int { return i })
			steady(t, both, gradcheck.Random(1, 3, 2, 1))
			x := gradcheck.Random(1, 3)
			refuses(t, "pad "+c.name+": x float64 [3] by [1] before and [-1] after: none may be negative", by([]int{1}, []int{-1}), x)
			refuses(t, "pad "+c.name+": x float64 [3] by [] before and [] after: want 1 numbers each, one an axis", by(nil, nil), x)
		})
	}
	_, err := ops.PadEdge(nil, nil, nil)
	require.EqualError(t, err, "pad edge: operand 0 is nil")
}
