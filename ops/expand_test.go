package ops_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

var expands = []struct{ shape, by, to []int }{
	{[]int{3, 1}, []int{2, 1, 6}, []int{2, 3, 6}},
	{[]int{3, 1}, []int{3, 4}, []int{3, 4}},
	{[]int{2, 3}, []int{-1, 3}, []int{2, 3}},
	{[]int{2, 1, 3}, []int{5, 1}, []int{2, 5, 3}},
	{[]int{1, 2, 1, 3}, []int{4, 2, 5, 3}, []int{4, 2, 5, 3}},
	{[]int{}, []int{2, 2}, []int{2, 2}},
	{[]int{1}, []int{}, []int{1}},
	{[]int{3}, []int{1, 1, 1}, []int{1, 1, 3}},
}

func TestExpand(t *testing.T) {
	for _, c := range expands {
		moves(t, axesOf(ops.Expand, c.by...), c.shape, c.to, func(i []int) []int {
			j := append([]int{}, i[len(i)-len(c.shape):]...)
			for a := range j {
				j[a] %= c.shape[a]
			}
			return j
		})
		_, ok := view(t, axesOf(ops.Expand, c.by...), c.shape)
		require.Equal(t, elementsIn(c.shape) == elementsIn(c.to), ok, "%v", c)
	}
}

func TestExpandRefuses(t *testing.T) {
	x := gradcheck.Random(1, 2, 3)
	refuses(t, "expand: x float64 [2, 3] to [4, 3]: axis 0 is 2, want 4 or 1", axesOf(ops.Expand, 4, 3), x)
	refuses(t, "expand: x float64 [2, 3] to [0, 3]: axis 0: every axis must be at least 1, or -1", axesOf(ops.Expand, 0, 3), x)
	refuses(t, "expand: x float64 [2, 3] to [-1, 2, 3]: axis 0: x has none there to keep", axesOf(ops.Expand, -1, 2, 3), x)
}

func TestTile(t *testing.T) {
	for _, c := range []struct{ shape, by, to []int }{
		{[]int{2, 3}, []int{2, 2}, []int{4, 6}},
		{[]int{2, 1, 3}, []int{1, 4, 2}, []int{2, 4, 6}},
		{[]int{2, 3}, []int{1, 1}, []int{2, 3}},
		{[]int{}, []int{}, []int{}},
	} {
		moves(t, axesOf(ops.Tile, c.by...), c.shape, c.to, func(i []int) []int {
			j := append([]int{}, i...)
			for a := range j {
				j[a] %= c.shape[a]
			}
			return j
		})
	}
}

func TestTileRefuses(t *testing.T) {
	x := gradcheck.Random(1, 2, 3)
	refuses(t, "tile: x float64 [2, 3] by [2]: want 2 numbers, one an axis", axesOf(ops.Tile, 2), x)
	refuses(t, "tile: x float64 [2, 3] by [2, 0]: each must be at least 1", axesOf(ops.Tile, 2, 0), x)
	_, err := ops.Tile(nil)
	require.EqualError(t, err, "tile: operand 0 is nil")
}
