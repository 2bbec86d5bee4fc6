package ops_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

func TestComparisons(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	x, y := []float64{1, 2, 3, nan, inf, nan}, []float64{2, 2, 2, 2, inf, nan}
	for _, c := range []struct {
		name string
		f    gradcheck.Func
		want func(x, y float64) bool
	}{
		{"equal", both(ops.Equal), func(x, y float64) bool { return x == y }},
		{"not equal", both(ops.NotEqual), func(x, y float64) bool { return x != y }},
		{"less", both(ops.Less), func(x, y float64) bool { return x < y }},
		{"less or equal", both(ops.LessEqual), func(x, y float64) bool { return x <= y }},
		{"greater", both(ops.Greater), func(x, y float64) bool { return x > y }},
		{"greater or equal", both(ops.GreaterEqual), func(x, y float64) bool { return x >= y }},
	} {
		got64 := evaluate(t, c.f, dense(x, 6), dense(y, 6)).Bools()
		got32 := evaluate(t, c.f, dense(to32(x), 6), dense(to32(y), 6)).Bools()
		for i := range x {
			require.Equal(t, c.want(x[i], y[i]), got64[i], "%v %s %v", x[i], c.name, y[i])
			require.Equal(t, c.want(x[i], y[i]), got32[i], "%v %s %v", x[i], c.name, y[i])
		}
		for _, s := range broadcasts {
			a, b := toInts(values(1, product(s[0]))), toInts(values(2, product(s[1])))
			got := evaluate(t, c.f, scalarOr(a, s[0]), scalarOr(b, s[1]))
			require.Equal(t, s[2], append([]int{}, got.Shape()...))
			for i := range product(s[2]) {
				u, v := a[source(i, s[2], s[0])], b[source(i, s[2], s[1])]
				require.Equal(t, c.want(float64(u), float64(v)), got.Bools()[i], "%d %s %d, %v", u, c.name, v, s)
			}
		}
	}
}

func TestEqualOfBools(t *testing.T) {
	x, y := dense([]bool{true, true, false, false}, 4), dense([]bool{true, false, true, false}, 4)
	require.Equal(t, []bool{true, false, false, true}, evaluate(t, both(ops.Equal), x, y).Bools())
	require.Equal(t, []bool{false, true, true, false}, evaluate(t, both(ops.NotEqual), x, y).Bools())
	refuses(t, "less: x bool [4] · y bool [4]: x is bool, want float32, float64 or int", both(ops.Less), x, y)
	refuses(t, "equal: x bool [4] · y int [1]: want operands of one dtype", both(ops.Equal), x, dense([]int{1}, 1))
}

func TestLogic(t *testing.T) {
	x, y := dense([]bool{true, true, false, false}, 2, 2), dense([]bool{true, false}, 2)
	for _, c := range []struct {
		f    gradcheck.Func
		want []bool
	}{
		{both(ops.And), []bool{true, false, false, false}},
		{both(ops.Or), []bool{true, true, true, false}},
		{both(ops.Xor), []bool{false, true, true, false}},
		{alone(ops.Not), []bool{false, false, true, true}},
	} {
		require.Equal(t, c.want, evaluate(t, c.f, x, y).Bools())
		require.Equal(t, c.want, sameForAnyWorkers(t, c.f, x, y).Bool)
	}
	refuses(t, "and: x bool [2, 2] · y int [1]: y is int, want bool", both(ops.And), x, dense([]int{1}, 1))
	refuses(t, "not: x int [1]: x is int, want bool", alone(ops.Not), dense([]int{1}, 1))
}

func TestIsNaNAndIsInf(t *testing.T) {
	x := []float64{0, math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat32}
	for _, d := range []*tensor.Dense{dense(x, 5), dense(to32(x), 5)} {
		require.Equal(t, []bool{false, true, false, false, false}, evaluate(t, alone(ops.IsNaN), d).Bools())
		require.Equal(t, []bool{false, false, true, true, false}, evaluate(t, alone(ops.IsInf), d).Bools())
	}
	refuses(t, "is nan: x int [1]: want float32 or float64", alone(ops.IsNaN), dense([]int{1}, 1))
}
