package ops_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

func matMul(transA, transB bool) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.MatMul(xs[0], xs[1], transA, transB) }
}

var flags = [][2]bool{{false, false}, {false, true}, {true, false}, {true, true}}

// matMulShapes are those of op(a), op(b) and the result.
var matMulShapes = []struct{ a, b, y []int }{
	{[]int{2, 3}, []int{3, 4}, []int{2, 4}},
	{[]int{1, 1}, []int{1, 1}, []int{1, 1}},
	{[]int{5, 2, 3}, []int{5, 3, 4}, []int{5, 2, 4}},
	{[]int{5, 2, 3}, []int{3, 4}, []int{5, 2, 4}},                      // rows of all batches
	{[]int{2, 3}, []int{5, 3, 4}, []int{5, 2, 4}},                      // a is repeated
	{[]int{2, 1, 2, 3}, []int{1, 3, 3, 4}, []int{2, 3, 2, 4}},          // both are
	{[]int{2, 1, 3, 2, 3}, []int{4, 1, 3, 4}, []int{2, 4, 3, 2, 4}},    // ranks differ
	{[]int{3}, []int{3}, []int{}},                                      // inner product
	{[]int{3}, []int{3, 4}, []int{4}},                                  // a row
	{[]int{2, 3}, []int{3}, []int{2}},                                  // a column
	{[]int{5, 2, 3}, []int{3}, []int{5, 2}},                            // of every batch
	{[]int{3}, []int{2, 5, 3, 4}, []int{2, 5, 4}},                      // a row for every batch
	{[]int{1, 2, 3}, []int{1, 1, 1, 3, 4}, []int{1, 1, 1, 2, 4}},       // batches of one
	{[]int{3, 1, 2, 3}, []int{1, 1, 3, 4}, []int{3, 1, 2, 4}},          // b is one matrix in four axes
	{[]int{2, 1, 1, 2, 3}, []int{1, 3, 2, 3, 4}, []int{2, 3, 2, 2, 4}}, // sums over a middle and a first axis
}

func TestMatMul(t *testing.T) {
	for _, c := range matMulShapes {
		for _, f := range flags {
			t.Run(fmt.Sprint(c.a, c.b, f), func(t *testing.T) {
				a, b := gradcheck.Random(1, c.a...), gradcheck.Random(2, c.b...)
				want := plainMatMul(a, b)
				if f[0] {
					a = swapped(a)
				}
				if f[1] {
					b = swapped(b)
				}
				y := evaluate(t, matMul(f[0], f[1]), a, b)
				require.Equal(t, c.y, append([]int{}, y.Shape()...))
				require.InDeltaSlice(t, want, y.Float64s()[:len(want)], 1e-13)
				require.NoError(t, gradcheck.Check(matMul(f[0], f[1]), a, b))
			})
		}
	}
}

// plainMatMul is NumPy's definition, element by element.
func plainMatMul(a, b *tensor.Dense) []float64 {
	sa, sb := append([]int{}, a.Shape()...), append([]int{}, b.Shape()...)
	if len(sa) == 1 {
		sa = []int{1, sa[0]}
	}
	if len(sb) == 1 {
		sb = append(sb, 1)
	}
	rank := max(len(sa), len(sb))
	for len(sa) < rank {
		sa = append([]int{1}, sa...)
	}
	for len(sb) < rank {
		sb = append([]int{1}, sb...)
	}
	m, k, n := sa[rank-2], sa[rank-1], sb[rank-1]
	batch := make([]int, rank-2)
	for i := range batch {
		batch[i] = max(sa[i], sb[i])
	}
	var y []float64
	eachIndex(batch, func(at []int) {
		i, j := 0, 0
		for x := range at {
			i, j = i*sa[x]+at[x]%sa[x], j*sb[x]+at[x]%sb[x]
		}
		for r := range m {
			for c := range n {
				var s float64
				for l := range k {
					s += a.Float64s()[(i*m+r)*k+l] * b.Float64s()[(j*k+l)*n+c]
				}
				y = append(y, s)
			}
		}
	})
	return y
}

// eachIndex calls f with each index of shape, in row-major order.
func eachIndex(shape []int, f func(at []int)) {
	n := tensor.Shape(shape).TotalSize()
	at := make([]int, len(shape))
	for p := range max(n, 1) {
		for a := len(shape) - 1; a >= 0; a-- {
			at[a] = p % shape[a]
			p /= shape[a]
		}
		f(at)
	}
}

// swapped is x with its last two axes exchanged in memory; a single axis stays.
func swapped(x *tensor.Dense) *tensor.Dense {
	shape := append([]int{}, x.Shape()...)
	r := len(shape)
	if r == 1 {
		return x
	}
	m, n := shape[r-2], shape[r-1]
	from := x.Float64s()
	to := make([]float64, len(from))
	for i := range from {
		p, q := i/(m*n), i%(m*n)
		to[p*m*n+q%n*m+q/n] = from[i]
	}
	shape[r-2], shape[r-1] = n, m
	return dense(to, shape...)
}

func TestMatMulIsTheSameForAllTeams(t *testing.T) {
	for _, f := range flags {
		a, b := []int{3, 70, 150}, []int{2, 1, 150, 200}
		if f[0] {
			slices.Reverse(a[1:])
		}
		if f[1] {
			slices.Reverse(b[2:])
		}
		sameForAllTeams(t, matMul(f[0], f[1]), normal32(1, a...), normal32(2, b...))
	}
	sameForAllTeams(t, matMul(false, false), normal32(1, 40, 10, 30), normal32(2, 30, 20))
}

// The product of A and Bᵀ meets every element. Other forms leave out the zeros of
// A until the product is our own: what they are multiplied by is not looked at.
func TestMatMulOfNaNAndInf(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	a, b := dense([]float64{1, 0, 2, 1}, 2, 2), dense([]float64{nan, 1, 1, inf}, 2, 2)
	y := evaluate(t, matMul(false, true), a, b).Float64s() // [[1·nan + 0, 1 + 0·inf], [nan, 2 + inf]]
	require.True(t, math.IsNaN(y[0]) && math.IsNaN(y[1]) && math.IsNaN(y[2]), "%v", y)
	require.Equal(t, inf, y[3])
	y = evaluate(t, matMul(false, false), dense([]float64{1, 2, 3, 4}, 2, 2), b).Float64s()
	require.True(t, math.IsNaN(y[0]) && math.IsNaN(y[2]), "%v", y)
	require.Equal(t, []float64{inf, inf}, []float64{y[1], y[3]})
}

func TestMatMulRefuses(t *testing.T) {
	x := func(shape ...int) *tensor.Dense { return gradcheck.Random(1, shape...) }
	refuses(t, "matmul: a float64 [2, 3] · b float64 [4, 5]: 3 columns and 4 rows, want as many", matMul(false, false), x(2, 3), x(4, 5))
	refuses(t, "matmul: a float64 [2, 3]ᵀ · b float64 [3, 5]ᵀ: 2 columns and 5 rows, want as many", matMul(true, true), x(2, 3), x(3, 5))
	refuses(t, "matmul: a float64 [2, 2, 3] · b float64 [3, 3, 4]: batch axes: axis -1: 2 and 3, want equal lengths or 1", matMul(false, false), x(2, 2, 3), x(3, 3, 4))
	refuses(t, "matmul: a [2, 3] · b float64 [3, 4]: want floats of one dtype", matMul(false, false), normal32(1, 2, 3), x(3, 4))
	refuses(t, "matmul: a int [2] · b int [2]: want floats of one dtype", matMul(false, false), dense([]int{1, 2}, 2), dense([]int{1, 2}, 2))
	_, err := ops.MatMul(gorgonia.NewScalar(gorgonia.NewGraph(), gorgonia.Float32), nil, false, false)
	require.EqualError(t, err, "matmul: operand 1 is nil")
	g := gorgonia.NewGraph()
	_, err = ops.MatMul(gorgonia.NewScalar(g, gorgonia.Float32), gorgonia.NewVector(g, gorgonia.Float32, gorgonia.WithShape(3)), false, false)
	require.EqualError(t, err, "matmul: a [] · b [3]: want at least one axis each")
}

func TestMatMulAllocatesNothing(t *testing.T) {
	n := allocates(t, matMul(false, true), normal32(1, 4, 100, 64), normal32(2, 4, 100, 64))
	require.Less(t, n, uint64(20), "100 steps")
}

func TestGemm(t *testing.T) {
	gemm := func(alpha, beta float64, f [2]bool) gradcheck.Func {
		return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) {
			if len(xs) == 2 {
				xs = append(xs, nil)
			}
			return ops.Gemm(xs[0], xs[1], xs[2], alpha, beta, f[0], f[1])
		}
	}
	for _, f := range flags {
		a, b := gradcheck.Random(1, 2, 3), gradcheck.Random(2, 3, 4)
		want := plainMatMul(a, b)
		if f[0] {
			a = swapped(a)
		}
		if f[1] {
			b = swapped(b)
		}
		for _, c := range [][]int{{2, 4}, {1, 4}, {4}, {2, 1}, {1}} {
			operand := gradcheck.Random(3, c...)
			y := evaluate(t, gemm(0.5, -2, f), a, b, operand).Float64s()
			for i := range want {
				at := i
				switch {
				case len(operand.Float64s()) == 4:
					at = i % 4
				case len(operand.Float64s()) == 2:
					at = i / 4
				case len(operand.Float64s()) == 1:
					at = 0
				}
				require.InDelta(t, 0.5*want[i]-2*operand.Float64s()[at], y[i], 1e-13)
			}
			require.NoError(t, gradcheck.Check(gemm(0.5, -2, f), a, b, operand))
		}
		require.NoError(t, gradcheck.Check(gemm(3, 7, f), a, b))
	}
	x := gradcheck.Random(1, 2, 3)
	refuses(t, "gemm: an operand is float64 [2, 2, 3]: want two axes", gemm(1, 1, flags[0]), gradcheck.Random(1, 2, 2, 3), gradcheck.Random(1, 3, 4))
	refuses(t, "gemm: c float64 [3, 4]: want what can be broadcast to float64 [2, 4]", gemm(1, 1, flags[0]), x, gradcheck.Random(1, 3, 4), gradcheck.Random(1, 3, 4))
	refuses(t, "gemm: a float64 [2, 3] · b float64 [4, 3]: 3 columns and 4 rows, want as many", gemm(1, 1, flags[0]), x, gradcheck.Random(1, 4, 3))
}

func BenchmarkMatMul(b *testing.B) {
	for _, c := range []struct {
		name string
		a, b []int
		f    [2]bool
	}{
		{"q·kᵀ", []int{48, 128, 64}, []int{48, 128, 64}, flags[1]},
		{"w·v", []int{48, 128, 128}, []int{48, 128, 64}, flags[0]},
		{"x·w", []int{8, 128, 256}, []int{256, 256}, flags[0]},
		{"small", []int{512, 8, 8}, []int{512, 8, 8}, flags[0]},
	} {
		x := bind(b, matMul(c.f[0], c.f[1]), &ops.Env{}, normal32(1, c.a...), normal32(2, c.b...))
		copyNormal(x.dy, 9) // zeros would be left out
		flops := 2 * float64(len(x.out.F32)) * float64(c.a[len(c.a)-1])
		for _, pass := range []struct {
			name  string
			run   func()
			flops float64
		}{{"forward", x.forward, flops}, {"backward", x.backward, 2 * flops}} {
			b.Run(c.name+"/"+pass.name, func(b *testing.B) {
				for b.Loop() {
					pass.run()
				}
				b.ReportMetric(pass.flops*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
			})
		}
	}
}
