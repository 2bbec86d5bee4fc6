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

// axial makes a Func of an operation along an axis.
func axial(f func(*gorgonia.Node, int) (*gorgonia.Node, error), axis int) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return f(xs[0], axis) }
}

// plainLines calls f with each line of x along axis, written back into a copy.
func plainLines(x *tensor.Dense, axis int, f func(line []float64)) []float64 {
	y := append([]float64{}, x.Float64s()...)
	shape := x.Shape()
	if axis < 0 {
		axis += len(shape)
	}
	inner := shape[axis+1:].TotalSize()
	n := shape[axis]
	line := make([]float64, n)
	for i := range len(y) / n {
		at := i/inner*n*inner + i%inner
		for k := range line {
			line[k] = y[at+k*inner]
		}
		f(line)
		for k, v := range line {
			y[at+k*inner] = v
		}
	}
	return y
}

// softened is a line's softmax, or its logarithm, straight from the definition.
func softened(logarithm bool) func(line []float64) {
	return func(line []float64) {
		var total float64
		for _, v := range line {
			total += math.Exp(v)
		}
		for i, v := range line {
			line[i] = math.Exp(v) / total
			if logarithm {
				line[i] = v - math.Log(total)
			}
		}
	}
}

func TestSoftmax(t *testing.T) {
	for _, shape := range [][]int{{1}, {7}, {3, 5}, {2, 3, 20}, {2, 5, 3, 2}, {4, 1, 3}} {
		for axis := -len(shape); axis < len(shape); axis++ {
			t.Run(fmt.Sprint(shape, axis), func(t *testing.T) {
				x := gradcheck.Random(1, shape...)
				soft, log := axial(ops.Softmax, axis), axial(ops.LogSoftmax, axis)
				require.InDeltaSlice(t, plainLines(x, axis, softened(false)), evaluate(t, soft, x).Float64s(), 1e-14)
				require.InDeltaSlice(t, plainLines(x, axis, softened(true)), evaluate(t, log, x).Float64s(), 1e-14)
				require.NoError(t, gradcheck.Check(log, x))
				if shape[(axis+len(shape))%len(shape)] > 1 { // else the gradient is 0
					require.NoError(t, gradcheck.Check(soft, x))
				}
			})
		}
	}
}

func TestSoftmaxIsTheSameForAllTeams(t *testing.T) {
	for axis := range 3 {
		sameForAllTeams(t, axial(ops.Softmax, axis), normal32(1, 40, 50, 30))
		sameForAllTeams(t, axial(ops.LogSoftmax, axis), normal32(1, 40, 50, 30))
	}
	sameForAllTeams(t, axial(ops.Softmax, -1), normal32(1, 3, 20000)) // a line longer than a piece
}

func TestSoftmaxInFloat32(t *testing.T) {
	for axis := range 2 {
		x, dy := normal32(1, 90, 70), normal32(2, 90, 70)
		for _, f := range []gradcheck.Func{axial(ops.Softmax, axis), axial(ops.LogSoftmax, axis)} {
			require.Less(t, distance(evaluate(t, f, x).Float32s(), evaluate(t, f, widened(x)).Float64s()), 1e-6)
			got, want := gradients(t, f, dy, x)[0], gradients(t, f, widened(dy), widened(x))[0]
			require.Less(t, distance(got.Float32s(), want.Float64s()), 1e-6)
		}
	}
}

// Large numbers close together: subtracting the maximum first loses nothing.
func TestLogSoftmaxOfLargeNumbers(t *testing.T) {
	for _, top := range []float32{1e4, -1e4, 1e6} {
		x := []float32{top, top + 1, top + 0.5}
		y := evaluate(t, axial(ops.LogSoftmax, 0), dense(x, 3)).Float32s()
		total := math.Log(math.Exp(float64(x[0]-top)) + math.Exp(float64(x[1]-top)) + math.Exp(float64(x[2]-top)))
		for i, v := range x {
			require.InDelta(t, float64(v-top)-total, y[i], 1e-6, "from %v", top)
		}
	}
}

// Along any axis, and however many lines: one that sees nothing is all zeros in
// softmax, by decision; everything else is PyTorch's.
func TestSoftmaxOfNaNAndInf(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct{ x, soft, log []float64 }{
		{[]float64{-inf, -inf, -inf}, []float64{0, 0, 0}, []float64{nan, nan, nan}},
		{[]float64{-inf, 2, -inf}, []float64{0, 1, 0}, []float64{-inf, 0, -inf}},
		{[]float64{inf, 2, 1}, []float64{nan, nan, nan}, []float64{nan, nan, nan}},
		{[]float64{nan, 2, 1}, []float64{nan, nan, nan}, []float64{nan, nan, nan}},
		{[]float64{-inf, nan, -inf}, []float64{nan, nan, nan}, []float64{nan, nan, nan}},
		{[]float64{1e300, 1e300, -1e300}, []float64{0.5, 0.5, 0}, []float64{-math.Ln2, -math.Ln2, -2e300}},
	} {
		for _, shape := range [][]int{{3}, {3, 1}} {
			x := dense(c.x, shape...)
			requireSame(t, c.soft, evaluate(t, axial(ops.Softmax, 0), x).Float64s(), "softmax %v", c.x)
			requireSame(t, c.log, evaluate(t, axial(ops.LogSoftmax, 0), x).Float64s(), "log softmax %v", c.x)
		}
	}
	none := dense([]float64{-inf, -inf, 1, 2}, 2, 2)
	dx := gradients(t, axial(ops.Softmax, -1), dense([]float64{3, 4, 5, 6}, 2, 2), none)[0].Float64s()
	require.Equal(t, []float64{0, 0}, dx[:2])
	require.NotZero(t, dx[2])
}

// requireSame takes NaN for equal to NaN.
func requireSame(t *testing.T, want, got []float64, format string, args ...any) {
	t.Helper()
	require.Len(t, got, len(want))
	for i, w := range want {
		if math.IsNaN(w) {
			require.True(t, math.IsNaN(got[i]), fmt.Sprintf(format, args...)+": %v", got)
		} else if math.IsInf(w, 0) || math.Abs(w) > 1 {
			require.Equal(t, w, got[i], fmt.Sprintf(format, args...)+": %v", got)
		} else {
			require.InDelta(t, w, got[i], 1e-15, fmt.Sprintf(format, args...)+": %v", got)
		}
	}
}

func TestSoftmaxRowsSumToOne(t *testing.T) {
	y := evaluate(t, axial(ops.Softmax, -1), normal32(1, 20, 3000)).Float32s()
	for r := range 20 {
		var s float64
		for _, v := range y[r*3000 : (r+1)*3000] {
			s += float64(v)
		}
		require.InDelta(t, 1, s, 1e-6)
	}
}

func TestSoftmaxRefuses(t *testing.T) {
	x := gradcheck.Random(1, 2, 3)
	refuses(t, "softmax: x float64 [2, 3]: axis 2: want -2 to 1", axial(ops.Softmax, 2), x)
	refuses(t, "log softmax: x float64 [2, 3]: axis -3: want -2 to 1", axial(ops.LogSoftmax, -3), x)
	refuses(t, "softmax: x int [2]: want float32 or float64", axial(ops.Softmax, 0), dense([]int{1, 2}, 2))
	_, err := ops.Softmax(nil, 0)
	require.EqualError(t, err, "softmax: operand 0 is nil")
}

func TestSoftmaxAllocatesNothing(t *testing.T) {
	for axis := range 2 {
		require.Less(t, allocates(t, axial(ops.Softmax, axis), normal32(1, 200, 100)), uint64(20), "100 steps")
		require.Less(t, allocates(t, axial(ops.LogSoftmax, axis), normal32(1, 200, 100)), uint64(20), "100 steps")
	}
}

func TestLogSumExp(t *testing.T) {
	over := func(keep bool, axes ...int) gradcheck.Func {
		return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.LogSumExp(xs[0], keep, axes...) }
	}
	x := gradcheck.Random(1, 2, 3, 4)
	for _, c := range []struct {
		axes       []int
		gone, kept []int
	}{
		{nil, []int{}, []int{1, 1, 1}},
		{[]int{-1}, []int{2, 3}, []int{2, 3, 1}},
		{[]int{0}, []int{3, 4}, []int{1, 3, 4}},
		{[]int{1}, []int{2, 4}, []int{2, 1, 4}},
		{[]int{0, 2}, []int{3}, []int{1, 3, 1}},
		{[]int{1, 0}, []int{4}, []int{1, 1, 4}},
	} {
		for _, keep := range []bool{false, true} {
			want := map[int]float64{}
			eachIndex(x.Shape(), func(at []int) {
				i, o := 0, 0
				for a, v := range at {
					i = i*x.Shape()[a] + v
					if c.kept[a] > 1 {
						o = o*c.kept[a] + v
					}
				}
				want[o] += math.Exp(x.Float64s()[i])
			})
			y := evaluate(t, over(keep, c.axes...), x)
			shape := c.gone
			if keep {
				shape = c.kept
			}
			require.Equal(t, shape, append([]int{}, y.Shape()...), "%v", c.axes)
			for o, v := range want {
				require.InDelta(t, math.Log(v), y.Float64s()[o], 1e-13, "%v", c.axes)
			}
			require.NoError(t, gradcheck.Check(over(keep, c.axes...), x))
		}
	}
	sameForAnyWorkers(t, over(false, 1), normal32(1, 300, 70))
	inf, nan := math.Inf(1), math.NaN()
	y := evaluate(t, over(false, 1), dense([]float64{-inf, -inf, inf, 1, nan, 1, inf, -inf, nan, inf}, 5, 2)).Float64s()
	require.Equal(t, []float64{-inf, inf}, y[:2])
	require.True(t, math.IsNaN(y[2]) && y[3] == inf && math.IsNaN(y[4]), "%v", y)
	dx := gradients(t, over(false, 1), dense([]float64{5, 7}, 2), dense([]float64{-inf, -inf, 1, 1}, 2, 2))[0].Float64s()
	require.InDeltaSlice(t, []float64{0, 0, 3.5, 3.5}, dx, 1e-14)
	refuses(t, "logsumexp: x float64 [2, 3, 4]: axis 3: want -3 to 2", over(false, 3), x)
	refuses(t, "logsumexp: x float64 [2, 3, 4]: axis 0 is named twice", over(false, 0, 0), x)
	_, err := ops.LogSumExp(nil, false)
	require.EqualError(t, err, "logsumexp: x is nil")
}
