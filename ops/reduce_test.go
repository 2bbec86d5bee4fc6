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

type axisReduction = func(x *gorgonia.Node, keep bool, axes ...int) (*gorgonia.Node, error)

// over makes a Func of a reduction.
func over(f axisReduction, keep bool, axes ...int) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return f(xs[0], keep, axes...) }
}

var axisReductions = []struct {
	name string
	f    axisReduction
	want func(x []float64) float64
}{
	{"sum", ops.Sum, func(x []float64) float64 { return sum(x) }},
	{"mean", ops.Mean, func(x []float64) float64 { return sum(x) / float64(len(x)) }},
	{"max", ops.Max, func(x []float64) float64 { return folded(x, math.Max) }},
	{"min", ops.Min, func(x []float64) float64 { return folded(x, math.Min) }},
	{"prod", ops.Prod, func(x []float64) float64 { return folded(x, func(a, b float64) float64 { return a * b }) }},
	{"sum of squares", ops.SumSquares, squares},
	{"norm 1", ops.Norm1, func(x []float64) float64 { return sum(x, math.Abs) }},
	{"norm 2", ops.Norm2, func(x []float64) float64 { return math.Sqrt(squares(x)) }},
}

func folded(x []float64, f func(a, b float64) float64) float64 {
	y := x[0]
	for _, v := range x[1:] {
		y = f(y, v)
	}
	return y
}

func sum(x []float64, f ...func(float64) float64) float64 {
	s := 0.0
	for _, v := range x {
		for _, g := range f {
			v = g(v)
		}
		s += v
	}
	return s
}

func squares(x []float64) float64 { return sum(x, func(v float64) float64 { return v * v }) }

// groups are the elements of x that a reduction over axes joins, by result.
func groups(x []float64, shape, axes []int) [][]float64 {
	gone := make([]bool, len(shape))
	for _, a := range axes {
		gone[(a+len(shape))%len(shape)] = true
	}
	kept := make([]int, len(shape))
	for a := range shape {
		kept[a] = shape[a]
		if gone[a] || len(axes) == 0 {
			kept[a] = 1
		}
	}
	out := make([][]float64, product(kept))
	for i, v := range x {
		k := source(i, shape, kept)
		out[k] = append(out[k], v)
	}
	return out
}

var reduced = []struct{ shape, axes, keep, drop []int }{
	{[]int{}, nil, []int{}, []int{}},
	{[]int{5}, nil, []int{1}, []int{}},
	{[]int{5}, []int{0}, []int{1}, []int{}},
	{[]int{3, 4}, []int{1}, []int{3, 1}, []int{3}},
	{[]int{3, 4}, []int{0}, []int{1, 4}, []int{4}},
	{[]int{3, 4}, nil, []int{1, 1}, []int{}},
	{[]int{2, 3, 4}, []int{1}, []int{2, 1, 4}, []int{2, 4}},
	{[]int{2, 3, 4}, []int{-1, 0}, []int{1, 3, 1}, []int{3}},
	{[]int{2, 3, 4, 2}, []int{0, 2}, []int{1, 3, 1, 2}, []int{3, 2}},
	{[]int{2, 3, 4, 2}, []int{1, 2}, []int{2, 1, 1, 2}, []int{2, 2}},
	{[]int{2, 1, 3, 1, 2}, []int{1, 3}, []int{2, 1, 3, 1, 2}, []int{2, 3, 2}},
	{[]int{2, 1, 3, 1, 2}, []int{0, 1, 4}, []int{1, 1, 3, 1, 1}, []int{3, 1}},
}

func TestReductions(t *testing.T) {
	for _, r := range axisReductions {
		for _, s := range reduced {
			t.Run(fmt.Sprint(r.name, s.shape, s.axes), func(t *testing.T) {
				x := gradcheck.Random(11, max(product(s.shape), 1)).Float64s()
				want := groups(x, s.shape, s.axes)
				for keep, shape := range map[bool][]int{true: s.keep, false: s.drop} {
					f := over(r.f, keep, s.axes...)
					y64, y32 := evaluate(t, f, scalarOr(x, s.shape)), evaluate(t, f, scalarOr(to32(x), s.shape))
					require.Equal(t, shape, append([]int{}, y64.Shape()...))
					require.Equal(t, shape, append([]int{}, y32.Shape()...))
					for i, g := range want {
						require.InDelta(t, r.want(g), y64.Float64s()[i], 1e-13)
						require.InDelta(t, r.want(g), y32.Float32s()[i], 1e-5)
					}
					require.NoError(t, gradcheck.Check(f, scalarOr(x, s.shape)))
				}
			})
		}
	}
}

// Sizes at which lines and columns are folded in parts.
func TestLargeReductions(t *testing.T) {
	for _, s := range []struct{ shape, axes []int }{
		{[]int{100001}, nil},
		{[]int{2, 70000}, []int{1}},
		{[]int{70, 1000}, []int{1}},
		{[]int{1000, 70}, []int{0}},
		{[]int{3, 300, 5000}, []int{1}},
		{[]int{300, 40, 20}, []int{0, 2}},
		{[]int{257, 3}, []int{0}},
		{[]int{256, 2049}, []int{0}},
	} {
		x := gradcheck.Random(3, product(s.shape)).Float64s()
		x32 := to32(x)
		for i := range x {
			x[i] = float64(x32[i])
		}
		want := groups(x, s.shape, s.axes)
		for _, r := range axisReductions[:4] {
			y := sameForAnyWorkers(t, over(r.f, false, s.axes...), dense(x32, s.shape...)).F32
			for i, g := range want {
				require.InDelta(t, r.want(g), y[i], 1.5e-7*(1+sum(g, math.Abs)), "%s %v", r.name, s)
			}
		}
	}
}

// A running sum of as many equal numbers would be off by a percent.
func TestSumIsAccurate(t *testing.T) {
	x := make([]float32, 1<<22)
	for i := range x {
		x[i] = 0.1
	}
	for _, s := range []struct{ shape, axes []int }{{[]int{1 << 22}, nil}, {[]int{1 << 21, 2}, []int{0}}} {
		y := evaluate(t, over(ops.Mean, false, s.axes...), dense(x, s.shape...))
		for _, v := range append([]float32{}, y.Float32s()...) {
			require.InEpsilon(t, 0.1, v, 1e-6)
		}
	}
}

func TestReductionsOfNaN(t *testing.T) {
	nan := math.NaN()
	x := dense([]float64{1, nan, 2, 3, 4, 5}, 3, 2)
	for _, r := range axisReductions {
		y := evaluate(t, over(r.f, false, 0), x).Float64s()
		require.False(t, math.IsNaN(y[0]), r.name)
		require.True(t, math.IsNaN(y[1]), r.name)
		y = evaluate(t, over(r.f, false, 1), x).Float64s()
		require.True(t, math.IsNaN(y[0]), r.name)
		require.False(t, math.IsNaN(y[1]), r.name)
	}
	inf := math.Inf(-1)
	require.Equal(t, inf, evaluate(t, over(ops.Max, false), dense([]float64{inf, inf}, 2)).Float64s()[0])
}

func TestSumTo(t *testing.T) {
	for _, s := range [][2][]int{
		{{3, 4}, {3, 4}}, {{3, 4}, {4}}, {{3, 4}, {}}, {{3, 4}, {1}}, {{2, 3, 4}, {3, 1}}, {{2, 3, 4, 5}, {2, 1, 4, 1}}, {{2, 3, 1, 5}, {3, 1, 1}},
	} {
		f := func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.SumTo(xs[0], s[1]...) }
		x := gradcheck.Random(5, s[0]...)
		y := evaluate(t, f, x)
		want := make([]float64, product(s[1]))
		for i, v := range x.Float64s() {
			want[source(i, s[0], s[1])] += v
		}
		require.Equal(t, s[1], append([]int{}, y.Shape()...))
		require.InDeltaSlice(t, want, y.Float64s(), 1e-13)
		require.NoError(t, gradcheck.Check(f, x))
	}
}

func TestReductionsRefuse(t *testing.T) {
	x := dense(values(1, 6), 2, 3)
	refuses(t, "sum: x float64 [2, 3]: axis 2: want -2 to 1", over(ops.Sum, false, 2), x)
	refuses(t, "max: x float64 [2, 3]: axis -1 is named twice", over(ops.Max, false, 1, -1), x)
	refuses(t, "prod: x float64 [2, 3]: axis 5: want -2 to 1", over(ops.Prod, false, 5), x)
	refuses(t, "mean: x int [2]: want float32 or float64", over(ops.Mean, false), dense([]int{1, 2}, 2))
	to := func(shape ...int) gradcheck.Func {
		return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.SumTo(xs[0], shape...) }
	}
	refuses(t, "sum to shape: x float64 [2, 3] to [2]: axis 0 is 2, want 3 or 1", to(2), x)
	refuses(t, "sum to shape: x float64 [2, 3] to [1, 2, 3]: want at most 2 axes", to(1, 2, 3), x)
	_, err := ops.Sum(nil, false)
	require.EqualError(t, err, "sum: operand 0 is nil")
}

func BenchmarkSum(b *testing.B) {
	for _, axes := range [][]int{{0}, {1}, {0, 1}} {
		b.Run(fmt.Sprint(axes), func(b *testing.B) {
			step := prepared(b, over(ops.Sum, false, axes...), dense(to32(values(1, 4096*768)), 4096, 768))
			for b.Loop() {
				step()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*4096*768), "ns/element")
		})
	}
}

func ExampleSum() {
	g := gorgonia.NewGraph()
	x := gradcheck.Input(g, "x", dense([]float32{1, 2, 3, 4, 5, 6}, 2, 3)) // [batch, hidden]
	rows, err := ops.Sum(x, true, -1)                                      // [batch, 1]
	if err != nil {
		panic(err)
	}
	y, err := ops.Div(x, rows) // each row sums to 1
	if err != nil {
		panic(err)
	}
	total, err := ops.Sum(y, false)
	if err != nil {
		panic(err)
	}
	out, err := gradcheck.Run(rows, total)
	if err != nil {
		panic(err)
	}
	fmt.Println(out[0].Data(), out[1].Data())
	// Output: [6 15] 2
}
