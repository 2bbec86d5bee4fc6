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

// both makes a Func of an operation on two nodes.
func both(f func(x, y *gorgonia.Node) (*gorgonia.Node, error)) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return f(xs[0], xs[1]) }
}

var binaries = []struct {
	name string
	f    gradcheck.Func
	want func(x, y float64) float64
	ints bool
}{
	{"add", both(ops.Add), func(x, y float64) float64 { return x + y }, true},
	{"sub", both(ops.Sub), func(x, y float64) float64 { return x - y }, true},
	{"mul", both(ops.Mul), func(x, y float64) float64 { return x * y }, true},
	{"div", both(ops.Div), func(x, y float64) float64 { return x / y }, false},
	{"pow", both(ops.Pow), math.Pow, false},
	{"maximum", both(ops.Maximum), math.Max, true},
	{"minimum", both(ops.Minimum), math.Min, true},
}

// broadcasts are pairs of shapes, and what they are broadcast to.
var broadcasts = [][3][]int{
	{{3, 4}, {3, 4}, {3, 4}},
	{{}, {}, {}},
	{{2, 3}, {}, {2, 3}},
	{{}, {5}, {5}},
	{{1}, {1, 1}, {1, 1}},
	{{2, 3, 4}, {4}, {2, 3, 4}},
	{{3, 1}, {3, 4}, {3, 4}},
	{{2, 1, 4}, {3, 1}, {2, 3, 4}},
	{{2, 3, 1, 5}, {2, 1, 4, 1}, {2, 3, 4, 5}},
	{{2, 1, 1, 3}, {2, 2, 5, 3}, {2, 2, 5, 3}},
	{{1, 2, 1, 2, 1, 2}, {2, 1, 2, 1, 2, 1}, {2, 2, 2, 2, 2, 2}},
}

// source is which element of an operand meets element i of a result of shape out.
func source(i int, out, in []int) int {
	at, stride := 0, 1
	for a := len(out) - 1; a >= 0; a-- {
		k := i % out[a]
		i /= out[a]
		if b := a - len(out) + len(in); b >= 0 {
			if in[b] > 1 {
				at += k * stride
			}
			stride *= in[b]
		}
	}
	return at
}

func product(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}

// values are numbers from 0.5 to 3, exact in float32.
func values(seed, n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = 0.5 + float64((i*37+seed*11)%41)/16
	}
	return x
}

func to32(x []float64) []float32 {
	y := make([]float32, len(x))
	for i, v := range x {
		y[i] = float32(v)
	}
	return y
}

func toInts(x []float64) []int {
	y := make([]int, len(x))
	for i, v := range x {
		y[i] = int(16 * v)
	}
	return y
}

// scalarOr makes a tensor of any rank, 0 included.
func scalarOr(data any, shape []int) *tensor.Dense {
	if len(shape) > 0 {
		return dense(data, shape...)
	}
	switch x := data.(type) {
	case []float32:
		return tensor.New(tensor.FromScalar(x[0]))
	case []float64:
		return tensor.New(tensor.FromScalar(x[0]))
	case []int:
		return tensor.New(tensor.FromScalar(x[0]))
	}
	return tensor.New(tensor.FromScalar(data.([]bool)[0]))
}

func TestBroadcastArithmetic(t *testing.T) {
	for _, b := range binaries {
		for _, s := range broadcasts {
			t.Run(fmt.Sprint(b.name, s[0], s[1]), func(t *testing.T) {
				x, y := values(1, product(s[0])), values(2, product(s[1]))
				got64 := evaluate(t, b.f, scalarOr(x, s[0]), scalarOr(y, s[1]))
				got32 := evaluate(t, b.f, scalarOr(to32(x), s[0]), scalarOr(to32(y), s[1]))
				require.Equal(t, s[2], append([]int{}, got64.Shape()...))
				for i := range product(s[2]) {
					want := b.want(x[source(i, s[2], s[0])], y[source(i, s[2], s[1])])
					require.InDelta(t, want, got64.Float64s()[i], 1e-14*(1+math.Abs(want)))
					require.InDelta(t, want, got32.Float32s()[i], 1e-6*(1+math.Abs(want)))
				}
				require.NoError(t, gradcheck.Check(b.f, scalarOr(x, s[0]), scalarOr(y, s[1])))
				if !b.ints {
					return
				}
				xi, yi := toInts(x), toInts(y)
				ints := evaluate(t, b.f, scalarOr(xi, s[0]), scalarOr(yi, s[1])).Ints()
				for i := range product(s[2]) {
					want := b.want(float64(xi[source(i, s[2], s[0])]), float64(yi[source(i, s[2], s[1])]))
					require.EqualValues(t, want, ints[i])
				}
			})
		}
	}
}

// Pieces of the result that begin and end inside a row are as good as whole rows,
// and a result may take over an operand's memory.
func TestBroadcastIsTheSameForAnyWorkers(t *testing.T) {
	x, y := to32(values(1, 70*300)), to32(values(2, 3*300))
	for _, b := range binaries {
		z := sameForAnyWorkers(t, b.f, dense(x, 70, 1, 300), dense(y, 3, 300)).F32
		for i := range z {
			require.InDelta(t, b.want(float64(x[i/900*300+i%300]), float64(y[i%900])), z[i], 3e-5, b.name)
		}
		z = sameForAnyWorkers(t, b.f, dense(x, 70, 300), dense(y[:300], 300)).F32
		for i := range z {
			require.InDelta(t, b.want(float64(x[i]), float64(y[i%300])), z[i], 3e-5, b.name)
		}
	}
}

func TestMaximumAtTiesAndNaN(t *testing.T) {
	nan := math.NaN()
	x, y := dense([]float64{1, 2, 3, nan, 1}, 5), dense([]float64{1, 3, 2, 1, nan}, 5)
	dz := dense([]float64{8, 8, 8, 8, 8}, 5)
	z := evaluate(t, both(ops.Maximum), x, y).Float64s()
	require.Equal(t, []float64{1, 3, 3}, z[:3])
	require.True(t, math.IsNaN(z[3]) && math.IsNaN(z[4]))
	g := gradients(t, both(ops.Maximum), dz, x, y)
	require.Equal(t, []float64{4, 0, 8, 8, 8}, g[0].Float64s())
	require.Equal(t, []float64{4, 8, 0, 8, 8}, g[1].Float64s())
	g = gradients(t, both(ops.Minimum), dz, x, y)
	require.Equal(t, []float64{4, 8, 0, 8, 8}, g[0].Float64s())
	require.Equal(t, []float64{4, 0, 8, 8, 8}, g[1].Float64s())
}

func TestPowAtZero(t *testing.T) {
	x, y := dense([]float64{0, 0, 2, 0}, 4), dense([]float64{0, 2, 0, 1}, 4)
	require.Equal(t, []float64{1, 0, 1, 0}, evaluate(t, both(ops.Pow), x, y).Float64s())
	g := gradients(t, both(ops.Pow), dense([]float64{1, 1, 1, 1}, 4), x, y)
	require.Equal(t, []float64{0, 0, 0, 1}, g[0].Float64s())
	require.Equal(t, []float64{0, 0, math.Log(2), 0}, g[1].Float64s())
}

// The gradients of the four plain operations can be differentiated again.
func TestSecondDerivative(t *testing.T) {
	square := func(xs ...*gorgonia.Node) (*gorgonia.Node, error) {
		y, err := ops.Mul(xs[0], xs[0])
		if err != nil {
			return nil, err
		}
		g, err := ops.Backprop(y, xs[1], xs[0])
		return g[0], err
	}
	g := gradients(t, square, dense([]float64{1, 10}, 2), dense([]float64{3, 4}, 2), dense([]float64{5, 6}, 2))
	require.Equal(t, []float64{10, 120}, g[0].Float64s(), "of 2·x·c")

	largest := func(xs ...*gorgonia.Node) (*gorgonia.Node, error) {
		y, err := ops.Maximum(xs[0], xs[1])
		if err != nil {
			return nil, err
		}
		g, err := ops.Backprop(y, xs[1], xs[0])
		return g[0], err
	}
	xs := inputs([]*tensor.Dense{dense([]float64{3, 4}, 2), dense([]float64{5, 6}, 2)})
	y, err := largest(xs...)
	require.NoError(t, err)
	_, err = ops.Backprop(y, xs[1], xs[0])
	require.EqualError(t, err, "backprop: maximum gradient: a second derivative is not defined; build it from plain operations")
}

func TestArithmeticRefuses(t *testing.T) {
	x := dense(values(1, 6), 2, 3)
	refuses(t, "add: x float64 [2, 3] · y float64 [4]: axis -1: 3 and 4, want equal lengths or 1", both(ops.Add), x, dense(values(1, 4), 4))
	refuses(t, "mul: x float64 [2, 3] · y [3]: want operands of one dtype", both(ops.Mul), x, dense(to32(values(1, 3)), 3))
	refuses(t, "sub: x bool [1] · y bool [1]: x is bool, want float32, float64 or int", both(ops.Sub), dense([]bool{true}, 1), dense([]bool{true}, 1))
	refuses(t, "div: x int [1] · y int [1]: x is int, want float32 or float64", both(ops.Div), dense([]int{1}, 1), dense([]int{1}, 1))
}

func BenchmarkAdd(b *testing.B) {
	for _, shapes := range [][2][]int{{{1024, 768}, {1024, 768}}, {{1024, 768}, {768}}, {{1024, 768}, {1024, 1}}, {{8, 12, 128, 128}, {8, 1, 1, 128}}} {
		b.Run(fmt.Sprint(shapes), func(b *testing.B) {
			in := func(shape []int) *tensor.Dense { return dense(to32(values(1, product(shape))), shape...) }
			step := prepared(b, both(ops.Add), in(shapes[0]), in(shapes[1]))
			for b.Loop() {
				step()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*product(shapes[0])), "ns/element")
		})
	}
}
