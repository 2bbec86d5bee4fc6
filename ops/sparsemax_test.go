package ops_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

var sparseNormalisers = map[string]func(*gorgonia.Node, int) (*gorgonia.Node, error){
	"sparsemax": ops.Sparsemax, "entmax": ops.Entmax15,
}

// Along every axis lines sum to 1 and gradients are right.
func TestSparseNormalisers(t *testing.T) {
	for name, f := range sparseNormalisers {
		for _, shape := range [][]int{{1}, {7}, {3, 5}, {2, 5, 3, 2}} {
			for axis := range shape {
				t.Run(fmt.Sprint(name, shape, axis), func(t *testing.T) {
					x := gradcheck.Random(uint64(len(shape)), shape...)
					sums := func(xs ...*gorgonia.Node) (*gorgonia.Node, error) {
						y, err := f(xs[0], axis)
						if err != nil {
							return nil, err
						}
						return ops.Sum(y, false, axis)
					}
					for _, sum := range evaluate(t, sums, x).Float64s() {
						require.InDelta(t, 1, sum, 1e-14)
					}
					if shape[axis] > 1 { // else the gradient is 0
						require.NoError(t, gradcheck.Check(axial(f, axis), x))
					}
				})
			}
		}
		sameForAllTeams(t, axial(f, 1), normal32(1, 40, 50, 30))
	}
}

// A line that sees nothing has no weight and no gradient.
func TestSparseNormalisersOfNothing(t *testing.T) {
	inf := math.Inf(1)
	for name, f := range sparseNormalisers {
		x := dense([]float64{-inf, -inf, -inf, 0.3, 0.1, -inf}, 2, 3)
		y := evaluate(t, axial(f, -1), x).Float64s()
		require.Equal(t, []float64{0, 0, 0}, y[:3], name)
		require.Zero(t, y[5], name)
		dx := gradients(t, axial(f, -1), dense([]float64{3, 4, 5, 6, 7, 8}, 2, 3), x)[0].Float64s()
		require.Equal(t, []float64{0, 0, 0}, dx[:3], name)
		require.Zero(t, dx[5], name)
		require.NotZero(t, dx[4], name)
	}
}
