package kernel

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Axes that all operands walk alike are one: the usual cases have one or two.
func TestBroadcastMergesAxes(t *testing.T) {
	for _, c := range []struct {
		out, x, y []int
		shape     []int
	}{
		{[]int{2, 3, 4}, []int{2, 3, 4}, []int{2, 3, 4}, []int{24}},
		{[]int{2, 3, 4}, []int{2, 3, 4}, []int{4}, []int{6, 4}},
		{[]int{2, 3, 4}, []int{2, 3, 4}, []int{}, []int{24}},
		{[]int{2, 3, 4}, []int{2, 3, 4}, []int{2, 3, 1}, []int{6, 4}},
		{[]int{2, 3, 4}, []int{2, 3, 4}, []int{3, 1}, []int{2, 3, 4}},
		{[]int{1, 3, 1}, []int{3, 1}, []int{1, 3, 1}, []int{3}},
		{[]int{1, 1}, []int{}, []int{1}, []int{1}},
	} {
		b := NewBroadcast(c.out, c.x, c.y)
		require.Equal(t, c.shape, b.shape, "%v", c)
	}
}

// However a result is cut into pieces, the segments cover it once and in order.
func TestBroadcastSegments(t *testing.T) {
	for _, c := range []struct {
		x, y   []int
		steps  [3]int
		places func(i int) [2]int
	}{
		{[]int{2, 1, 4}, []int{3, 1}, [3]int{1, 0, 0}, func(i int) [2]int { return [2]int{i/12*4 + i%4, i / 4 % 3} }},
		{[]int{2, 3, 4}, []int{4}, [3]int{1, 1, 0}, func(i int) [2]int { return [2]int{i, i % 4} }},
		{[]int{2, 3, 1}, []int{2, 3, 4}, [3]int{0, 1, 0}, func(i int) [2]int { return [2]int{i / 4, i} }},
	} {
		b := NewBroadcast([]int{2, 3, 4}, c.x, c.y)
		require.Equal(t, c.steps, b.Steps())
		for _, grain := range []int{1, 3, 5, 24, 100} {
			next := 0
			for lo := 0; lo < 24; lo += grain {
				b.Each(lo, min(lo+grain, 24), func(at, n int, from [3]int) {
					require.Equal(t, next, at)
					next += n
					for i := at; i < at+n; i++ {
						x, y := from[0]+(i-at)*c.steps[0], from[1]+(i-at)*c.steps[1]
						require.Equal(t, c.places(i), [2]int{x, y}, "at %d", i)
					}
				})
			}
			require.Equal(t, 24, next)
		}
	}
}
