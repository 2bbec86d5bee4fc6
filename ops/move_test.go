package ops_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/ops"
)

var everyDtype = []tensor.Dtype{tensor.Float32, tensor.Float64, tensor.Int, tensor.Bool}

// convert is x as a tensor of another dtype; true is any number but 0.
func convert(x []float64, dtype tensor.Dtype, shape ...int) *tensor.Dense {
	a := ops.NewArray(ops.Type{Dtype: dtype, Shape: shape})
	for i, v := range x {
		switch dtype {
		case tensor.Float32:
			a.F32[i] = float32(v)
		case tensor.Float64:
			a.F64[i] = v
		case tensor.Int:
			a.Int[i] = int(v)
		case tensor.Bool:
			a.Bool[i] = v != 0
		}
	}
	return a.Dense()
}

// plain is the elements as float64; true is 1.
func plain(t *testing.T, d *tensor.Dense) []float64 {
	t.Helper()
	a, err := ops.ArrayOf(d)
	require.NoError(t, err)
	x := append([]float64{}, a.F64...)
	for _, v := range a.F32 {
		x = append(x, float64(v))
	}
	for _, v := range a.Int {
		x = append(x, float64(v))
	}
	for _, v := range a.Bool {
		one := 0.
		if v {
			one = 1
		}
		x = append(x, one)
	}
	return x
}

// count is 1, 0, 3, 4, 0, 6 … n numbers, no two alike but for zeros.
func count(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		if i%3 != 1 {
			x[i] = float64(i + 1)
		}
	}
	return x
}

func elementsIn(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}

// flat is the place of index i in an array of a shape.
func flat(i, shape []int) int {
	p := 0
	for a, n := range shape {
		p = p*n + i[a]
	}
	return p
}

// each calls f with every index of shape, in row-major order.
func each(shape []int, f func(i []int)) {
	for p := range elementsIn(shape) {
		i := make([]int, len(shape))
		for a := len(shape) - 1; a >= 0; a-- {
			i[a] = p % shape[a]
			p /= shape[a]
		}
		f(i)
	}
}

// moves checks an operation that only moves elements, in every dtype: element i
// of f(x) is element from(i) of x, or zero where that is nil. It checks the
// gradient, the in-place forms, and that a view is what would have been copied.
func moves(t *testing.T, f gradcheck.Func, shape, to []int, from func(i []int) []int) {
	t.Helper()
	for _, dtype := range everyDtype {
		x := convert(count(elementsIn(shape)), dtype, shape...)
		data := plain(t, x)
		var want []float64
		each(to, func(i []int) {
			v := 0.
			if j := from(i); j != nil {
				v = data[flat(j, shape)]
			}
			want = append(want, v)
		})
		y := evaluate(t, f, x)
		require.Equal(t, to, append([]int{}, y.Shape()...), "%v", dtype)
		require.Equal(t, want, plain(t, y), "%v", dtype)
		team := kernel.NewTeam(3)
		for _, inPlace := range []bool{false, true} {
			require.Equal(t, want, direct(t, team, inPlace, f, x), "%v in place: %v", dtype, inPlace)
		}
		team.Close()
	}
	require.NoError(t, gradcheck.Check(f, gradcheck.Random(1, shape...)))
	if offset, ok := view(t, f, shape); ok {
		p := 0
		each(to, func(i []int) {
			require.Equal(t, offset+p, flat(from(i), shape), "the view is another memory")
			p++
		})
	}
}

// direct runs f from its plan.
func direct(t *testing.T, team *kernel.Team, inPlace bool, f gradcheck.Func, in ...*tensor.Dense) []float64 {
	t.Helper()
	y, err := f(inputs(in)...)
	require.NoError(t, err)
	out, err := execute(team, inPlace, y)
	require.NoError(t, err)
	return plain(t, out[0].Dense())
}

// view is what the plan of f, if it is one operation, says of it.
func view(t *testing.T, f gradcheck.Func, shape []int) (offset int, ok bool) {
	t.Helper()
	x := inputs([]*tensor.Dense{gradcheck.Random(1, shape...)})[0]
	y, err := f(x)
	require.NoError(t, err)
	if ops.Children(y)[0] != x {
		return 0, false
	}
	return ops.PlanOf(y.Op()).View(&ops.Env{})
}

// steady checks that the number of workers changes no bit of f and of its
// gradients.
func steady(t *testing.T, f gradcheck.Func, in ...*tensor.Dense) {
	t.Helper()
	xs := inputs(in)
	y, err := f(xs...)
	require.NoError(t, err)
	var wrt gorgonia.Nodes
	for _, x := range xs {
		if ops.TypeOf(x).Float() {
			wrt = append(wrt, x)
		}
	}
	shape := ops.TypeOf(y).Shape
	dy := gradcheck.Input(y.Graph(), "dy", convert(plain(t, gradcheck.Random(7, shape...)), y.Dtype(), shape...))
	grads, err := ops.Backprop(y, dy, wrt...)
	require.NoError(t, err)
	var want [][]float64
	for _, workers := range []int{1, 2, 3, 8, 64} {
		team := kernel.NewTeam(workers)
		values, err := execute(team, false, append(grads, y)...)
		require.NoError(t, err)
		team.Close()
		var got [][]float64
		for _, v := range values {
			got = append(got, plain(t, v.Dense()))
		}
		if want == nil {
			want = got
		}
		require.Equal(t, want, got, "%d workers", workers)
	}
}

// fails checks that f fails when run, and what it says.
func fails(t *testing.T, message string, f gradcheck.Func, in ...*tensor.Dense) {
	t.Helper()
	y, err := f(inputs(in)...)
	require.NoError(t, err)
	_, err = gradcheck.Run(y)
	require.ErrorContains(t, err, message)
}
