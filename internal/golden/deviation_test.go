package golden

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"
)

// What is NaN is never near, wherever it stands among what is.
func TestDeviation(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for name, c := range map[string]struct {
		got, want []float32
		norm      float64
		far       float64
	}{
		"same":                  {got: []float32{1, 2}, want: []float32{1, 2}},
		"zeros":                 {got: []float32{0, 0}, want: []float32{0, 0}},
		"off":                   {got: []float32{1, 3, 4}, want: []float32{1, 2, 4}, far: 0.25},
		"off from zero":         {got: []float32{1}, want: []float32{0}, far: math.Inf(1)},
		"by the norm":           {got: []float32{1}, want: []float32{0}, norm: 2000, far: 0.5},
		"NaN, then finite":      {got: []float32{5, nan, 1}, want: []float32{1, 1, 1}, far: math.Inf(1)},
		"NaN first":             {got: []float32{nan, 1, 1}, want: []float32{1, 1, 1}, far: math.Inf(1)},
		"NaN last":              {got: []float32{1, 1, nan}, want: []float32{1, 1, 1}, far: math.Inf(1)},
		"a number where NaN is": {got: []float32{5, 1, 1}, want: []float32{1, nan, 1}, far: math.Inf(1)},
		"infinite":              {got: []float32{inf, 1}, want: []float32{1, 1}, far: math.Inf(1)},
		"a number where Inf is": {got: []float32{1, 1}, want: []float32{inf, 1}, far: math.Inf(1)},
		"the other infinity":    {got: []float32{-inf, 1}, want: []float32{inf, 1}, far: math.Inf(1)},
	} {
		got := tensor.New(tensor.WithShape(len(c.got)), tensor.WithBacking(c.got))
		d, err := deviation(got, Tensor{Shape: []int{len(c.want)}, Floats: c.want}, c.norm)
		require.NoError(t, err, name)
		require.Equal(t, c.far, d, name)
	}
}

// A NaN among the outputs or gradients fails the case.
func TestCompareRefusesNaN(t *testing.T) {
	x := Tensor{Shape: []int{3}, Floats: []float32{1, 1, 1}}
	got := tensor.New(tensor.WithShape(3), tensor.WithBacking([]float32{5, float32(math.NaN()), 1}))
	good := tensor.New(tensor.WithShape(3), tensor.WithBacking([]float32{1, 1, 1}))
	c := Case{Outputs: map[string]Tensor{"y": x}, Grads: map[string]Tensor{"x": x}}
	worst, err := c.compare(1e9, map[string]*tensor.Dense{"y": good, gradient("x"): got})
	require.ErrorContains(t, err, "gradient of x: off by +Inf")
	require.Equal(t, math.Inf(1), worst)
	_, err = c.compare(1e9, map[string]*tensor.Dense{"y": got, gradient("x"): good})
	require.ErrorContains(t, err, "y: off by +Inf")
}
