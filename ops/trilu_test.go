package ops_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

func trilu(k int, upper bool) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.Trilu(xs[0], k, upper) }
}

func TestTrilu(t *testing.T) {
	for _, shape := range [][]int{{2, 3, 4}, {5, 2}, {1, 1}} {
		for _, k := range []int{-7, -1, 0, 2, math.MaxInt, math.MinInt} {
			for _, upper := range []bool{false, true} {
				moves(t, trilu(k, upper), shape, shape, func(i []int) []int {
					d := i[len(i)-1] - i[len(i)-2]
					if upper && d >= k || !upper && d <= k {
						return i
					}
					return nil
				})
			}
		}
	}
	// What is cut off may be anything.
	y := evaluate(t, trilu(0, false), convert([]float64{1, math.NaN(), 2, 3}, tensor.Float32, 2, 2))
	require.Equal(t, []float64{1, 0, 2, 3}, plain(t, y))
}

func TestTriluRefuses(t *testing.T) {
	refuses(t, "trilu: x float64 [3]: want at least two axes", trilu(0, true), gradcheck.Random(1, 3))
}
