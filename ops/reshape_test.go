package ops_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

// axesOf makes a Func of an operation on one node and some whole numbers.
func axesOf(f func(*gorgonia.Node, ...int) (*gorgonia.Node, error), axes ...int) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return f(xs[0], axes...) }
}

func flatten(axis int) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.Flatten(xs[0], axis) }
}

var reshapes = []struct {
	name      string
	f         gradcheck.Func
	shape, to []int
}{
	{"reshape", axesOf(ops.Reshape, 4, 6), []int{2, 3, 4}, []int{4, 6}},
	{"reshape by what is left", axesOf(ops.Reshape, 2, -1, 2), []int{2, 3, 4}, []int{2, 6, 2}},
	{"reshape, nothing left", axesOf(ops.Reshape, -1, 6), []int{6}, []int{1, 6}},
	{"reshape to a scalar", axesOf(ops.Reshape), []int{1, 1}, []int{}},
	{"reshape of a scalar", axesOf(ops.Reshape, -1), []int{}, []int{1}},
	{"flatten", flatten(1), []int{2, 3, 4}, []int{2, 12}},
	{"flatten from the end", flatten(-1), []int{2, 3, 4}, []int{6, 4}},
	{"flatten all", flatten(0), []int{2, 3, 4}, []int{1, 24}},
	{"flatten none", flatten(3), []int{2, 3, 4}, []int{24, 1}},
	{"squeeze", axesOf(ops.Squeeze), []int{1, 3, 1}, []int{3}},
	{"squeeze an axis", axesOf(ops.Squeeze, -1), []int{1, 3, 1}, []int{1, 3}},
	{"squeeze to a scalar", axesOf(ops.Squeeze), []int{1}, []int{}},
	{"unsqueeze", axesOf(ops.Unsqueeze, 5, 4, 2), []int{3, 4, 5}, []int{3, 4, 1, 5, 1, 1}},
	{"unsqueeze from the end", axesOf(ops.Unsqueeze, -2), []int{1, 3}, []int{1, 1, 3}},
	{"identity", alone(ops.Identity), []int{2, 3}, []int{2, 3}},
	{"identity of a scalar", alone(ops.Identity), []int{}, []int{}},
}

func TestReshapes(t *testing.T) {
	for _, c := range reshapes {
		t.Run(c.name, func(t *testing.T) {
			moves(t, c.f, c.shape, c.to, func(i []int) []int { return unflat(flat(i, c.to), c.shape) })
			offset, ok := view(t, c.f, c.shape)
			require.True(t, ok, "it copies nothing")
			require.Zero(t, offset)
		})
	}
}

// unflat is the index of place p in an array of a shape.
func unflat(p int, shape []int) []int {
	i := make([]int, len(shape))
	for a := len(shape) - 1; a >= 0; a-- {
		i[a] = p % shape[a]
		p /= shape[a]
	}
	return i
}

func TestReshapeRefuses(t *testing.T) {
	x := gradcheck.Random(1, 2, 1, 3)
	for message, f := range map[string]gradcheck.Func{
		"reshape: x float64 [2, 1, 3] to [4, 2]: 6 elements do not fit":                  axesOf(ops.Reshape, 4, 2),
		"reshape: x float64 [2, 1, 3] to [4, -1]: 6 elements do not fit":                 axesOf(ops.Reshape, 4, -1),
		"reshape: x float64 [2, 1, 3] to [-1, -1]: only one length may be -1":            axesOf(ops.Reshape, -1, -1),
		"reshape: x float64 [2, 1, 3] to [6, 0]: every axis must be at least 1, or -1":   axesOf(ops.Reshape, 6, 0),
		"reshape: x float64 [2, 1, 3] to [-2, -3]: every axis must be at least 1, or -1": axesOf(ops.Reshape, -2, -3),
		"flatten: x float64 [2, 1, 3]: axis 4: want -3 to 3":                             flatten(4),
		"squeeze: x float64 [2, 1, 3]: axis 2 is 3, want 1":                              axesOf(ops.Squeeze, 2),
		"squeeze: x float64 [2, 1, 3]: axis 3: want -3 to 2":                             axesOf(ops.Squeeze, 3),
		"unsqueeze: x float64 [2, 1, 3]: axis -5: want -4 to 3":                          axesOf(ops.Unsqueeze, -5),
		"unsqueeze: x float64 [2, 1, 3]: axis -2 is named twice":                         axesOf(ops.Unsqueeze, 3, -2),
	} {
		refuses(t, message, f, x)
	}
	_, err := ops.Reshape(nil, 1)
	require.EqualError(t, err, "reshape: operand 0 is nil")
}
