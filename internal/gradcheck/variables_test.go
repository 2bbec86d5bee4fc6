package gradcheck_test

import (
	"errors"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/internal/gradcheck"
)

// Of x³ + y the gradients are 3x² and 1; others are refused, and values stay.
func TestVariables(t *testing.T) {
	x, y := []float64{2, -0.5, 1}, []float64{3}
	value := func() (float64, error) {
		sum := y[0]
		for _, v := range x {
			sum += v * v * v
		}
		return sum, nil
	}
	check := func(dx, dy []float64, most int) error {
		return gradcheck.Variables(value, []gradcheck.Variable{{Name: "x", Values: x, Gradient: dx}, {Name: "y", Values: y, Gradient: dy}}, most)
	}
	require.NoError(t, check([]float64{12, 0.75, 3}, []float64{1}, 100))
	require.ErrorContains(t, check([]float64{12, 0.76, 3}, []float64{1}, 100), "gradcheck: x[1]: gradient 0.76, central difference 0.75")
	require.NoError(t, check([]float64{12, 0.76, 3}, []float64{1}, 2), "elements 0 and 2")
	require.ErrorContains(t, check([]float64{12, 0.75, 3}, []float64{math.NaN()}, 100), "gradcheck: y[0]: gradient NaN")
	require.EqualError(t, check(nil, []float64{1}, 100), "gradcheck: x: 0 gradients of 3 values")
	require.Equal(t, []float64{2, -0.5, 1, 3}, append(x, y...))
	err := gradcheck.Variables(func() (float64, error) { return 0, errors.New("down") }, []gradcheck.Variable{{Name: "x", Values: x, Gradient: x}}, 1)
	require.EqualError(t, err, "gradcheck: x[0]: down")
}
