package ops_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// unaries is every function of one operand beside the formula it must equal.
var unaries = []struct {
	name     string
	f        gradcheck.Func
	want     func(float64) float64
	positive bool // only defined above 0
}{
	{"exp", alone(ops.Exp), math.Exp, false},
	{"log", alone(ops.Log), math.Log, true},
	{"sin", alone(ops.Sin), math.Sin, false},
	{"cos", alone(ops.Cos), math.Cos, false},
	{"tanh", alone(ops.Tanh), math.Tanh, false},
	{"sigmoid", alone(ops.Sigmoid), logistic, false},
	{"erf", alone(ops.Erf), math.Erf, false},
	{"sqrt", alone(ops.Sqrt), math.Sqrt, true},
	{"rsqrt", alone(ops.Rsqrt), func(x float64) float64 { return 1 / math.Sqrt(x) }, true},
	{"reciprocal", alone(ops.Reciprocal), func(x float64) float64 { return 1 / x }, true},
	{"square", alone(ops.Square), func(x float64) float64 { return x * x }, false},
	{"power 3", with(ops.Power, 3), func(x float64) float64 { return math.Pow(x, 3) }, false},
	{"power 2", with(ops.Power, 2), func(x float64) float64 { return math.Pow(x, 2) }, false},
	{"power 1", with(ops.Power, 1), func(x float64) float64 { return x }, false},
	{"power 0", with(ops.Power, 0), func(x float64) float64 { return 1 }, false},
	{"power -1", with(ops.Power, -1), func(x float64) float64 { return math.Pow(x, -1) }, true},
	{"power 2.5", with(ops.Power, 2.5), func(x float64) float64 { return math.Pow(x, 2.5) }, true},
	{"neg", alone(ops.Neg), func(x float64) float64 { return -x }, false},
	{"abs", alone(ops.Abs), math.Abs, false},
	{"scale", with(ops.Scale, -1.5), func(x float64) float64 { return -1.5 * x }, false},
	{"shift", with(ops.Shift, -1.5), func(x float64) float64 { return x - 1.5 }, false},
	{"sign", alone(ops.Sign), func(x float64) float64 { return math.Copysign(1, x) }, false},
	{"floor", alone(ops.Floor), math.Floor, false},
	{"ceil", alone(ops.Ceil), math.Ceil, false},
	{"round", alone(ops.Round), math.RoundToEven, false},
	{"clamp", clamp(-0.7, 1.2), func(x float64) float64 { return min(max(x, -0.7), 1.2) }, false},
	{"gelu", alone(ops.GELU), func(x float64) float64 { return x * (1 + math.Erf(x/math.Sqrt2)) / 2 }, false},
	{"gelu tanh", alone(ops.GELUTanh), func(x float64) float64 {
		return x * (1 + math.Tanh(math.Sqrt(2/math.Pi)*(x+0.044715*x*x*x))) / 2
	}, false},
	{"relu", alone(ops.ReLU), func(x float64) float64 { return max(x, 0) }, false},
	{"silu", alone(ops.SiLU), func(x float64) float64 { return x * logistic(x) }, false},
	{"softplus", alone(ops.Softplus), func(x float64) float64 { return math.Log(1 + math.Exp(x)) }, false},
	{"softsign", alone(ops.Softsign), func(x float64) float64 { return x / (1 + math.Abs(x)) }, false},
	{"mish", alone(ops.Mish), func(x float64) float64 { return x * math.Tanh(math.Log(1+math.Exp(x))) }, false},
	{"hard sigmoid", alone(ops.HardSigmoid), func(x float64) float64 { return min(max(x/6+0.5, 0), 1) }, false},
	{"leaky relu", with(ops.LeakyReLU, 0.1), func(x float64) float64 { return max(x, 0) + 0.1*min(x, 0) }, false},
	{"elu", with(ops.ELU, 0.7), func(x float64) float64 { return max(x, 0) + 0.7*(math.Exp(min(x, 0))-1) }, false},
	{"selu", alone(ops.SELU), func(x float64) float64 {
		return 1.0507009873554805 * (max(x, 0) + 1.6732632423543772*(math.Exp(min(x, 0))-1))
	}, false},
}

func clamp(lo, hi float64) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.Clamp(xs[0], lo, hi) }
}

func TestUnary(t *testing.T) {
	for _, u := range unaries {
		t.Run(u.name, func(t *testing.T) {
			x64 := gradcheck.Random(7, 3, 5, 7).Data().([]float64)
			x32 := make([]float32, len(x64))
			for i := range x64 {
				x64[i] *= 2
				if u.positive {
					x64[i] = math.Abs(x64[i]) + 0.1
				}
				x32[i] = float32(x64[i])
			}
			x := dense(x64, 3, 5, 7)
			y64 := evaluate(t, u.f, x)
			y32 := evaluate(t, u.f, dense(x32, 3, 5, 7))
			require.Equal(t, []int{3, 5, 7}, []int(y64.Shape()))
			for i := range x64 {
				want := u.want(x64[i])
				require.InDelta(t, want, y64.Float64s()[i], 1e-14*(1+math.Abs(want)), "%v", x64[i])
				want = u.want(float64(x32[i]))
				require.InDelta(t, want, y32.Float32s()[i], 1e-6*(1+math.Abs(want)), "%v", x32[i])
			}
			require.NoError(t, gradcheck.Check(u.f, x))
		})
	}
}

// The two loops of float32's gradients are those of float64.
func TestUnaryGradientsInFloat32(t *testing.T) {
	for _, u := range unaries {
		x64, x32, ones64, ones32 := make([]float64, 40), make([]float32, 40), make([]float64, 40), make([]float32, 40)
		for i := range x64 {
			x32[i] = float32(i)/7 - 2.81
			if u.positive {
				x32[i] += 3
			}
			x64[i], ones64[i], ones32[i] = float64(x32[i]), 1, 1
		}
		switch u.name {
		case "sign", "floor", "ceil", "round":
			continue // without gradient
		}
		want := gradients(t, u.f, dense(ones64, 40), dense(x64, 40))[0].Float64s()
		got := gradients(t, u.f, dense(ones32, 40), dense(x32, 40))[0].Float32s()
		for i := range want {
			require.InDelta(t, want[i], got[i], 3e-6*(1+math.Abs(want[i])), "%s'(%v)", u.name, x32[i])
		}
	}
}

func TestUnaryOfInfAndNaN(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		name string
		f    gradcheck.Func
		x, y []float64
	}{
		{"exp", alone(ops.Exp), []float64{inf, -inf, nan, 1000, -1000}, []float64{inf, 0, nan, inf, 0}},
		{"log", alone(ops.Log), []float64{inf, -1, nan, 0}, []float64{inf, nan, nan, -inf}},
		{"sqrt", alone(ops.Sqrt), []float64{inf, -1, nan, 0}, []float64{inf, nan, nan, 0}},
		{"rsqrt", alone(ops.Rsqrt), []float64{inf, -1, nan, 0}, []float64{0, nan, nan, inf}},
		{"tanh", alone(ops.Tanh), []float64{inf, -inf, nan}, []float64{1, -1, nan}},
		{"sigmoid", alone(ops.Sigmoid), []float64{inf, -inf, nan, 1000, -1000}, []float64{1, 0, nan, 1, 0}},
		{"erf", alone(ops.Erf), []float64{inf, -inf, nan}, []float64{1, -1, nan}},
		{"relu", alone(ops.ReLU), []float64{inf, -inf, nan}, []float64{inf, 0, nan}},
		{"clamp", clamp(-1, 2), []float64{inf, -inf, nan}, []float64{2, -1, nan}},
		{"softplus", alone(ops.Softplus), []float64{inf, -inf, nan, 1000, -1000}, []float64{inf, 0, nan, 1000, 0}},
		{"mish", alone(ops.Mish), []float64{inf, nan, 1000, -1000}, []float64{inf, nan, 1000, 0}},
		{"elu", with(ops.ELU, 2), []float64{inf, -inf, nan}, []float64{inf, -2, nan}},
		{"round", alone(ops.Round), []float64{0.5, 1.5, -2.5, inf, nan}, []float64{0, 2, -2, inf, nan}},
		{"sign", alone(ops.Sign), []float64{inf, -inf, 0}, []float64{1, -1, 0}},
		{"power 0", with(ops.Power, 0), []float64{nan, 0}, []float64{1, 1}},
		{"power ½", with(ops.Power, 0.5), []float64{-1, 0, inf}, []float64{nan, 0, inf}},
	} {
		x32 := make([]float32, len(c.x))
		for i, x := range c.x {
			x32[i] = float32(x)
		}
		y64 := evaluate(t, c.f, dense(c.x, len(c.x))).Float64s()
		y32 := evaluate(t, c.f, dense(x32, len(c.x))).Float32s()
		for i, want := range c.y {
			if math.IsNaN(want) {
				require.True(t, math.IsNaN(y64[i]) && y32[i] != y32[i], "%s(%v) = %v, %v", c.name, c.x[i], y64[i], y32[i])
				continue
			}
			require.Equal(t, want, y64[i]+0, "%s(%v)", c.name, c.x[i])
			require.Equal(t, float32(want), y32[i]+0, "%s(%v)", c.name, c.x[i])
		}
	}
}

// Where a function has a kink its derivative is PyTorch's.
func TestUnaryDerivativeAtKinks(t *testing.T) {
	for _, c := range []struct {
		name  string
		f     gradcheck.Func
		x, dx []float64
	}{
		{"relu", alone(ops.ReLU), []float64{0, -1, 1}, []float64{0, 0, 1}},
		{"abs", alone(ops.Abs), []float64{0, -1, 1}, []float64{0, -1, 1}},
		{"clamp", clamp(-1, 2), []float64{-1, 2, -1.1, 2.1, 0}, []float64{1, 1, 0, 0, 1}},
		{"leaky relu", with(ops.LeakyReLU, 0.25), []float64{0, -1, 1}, []float64{0.25, 0.25, 1}},
		{"elu", with(ops.ELU, 0.25), []float64{0, 1}, []float64{0.25, 1}},
		{"hard sigmoid", alone(ops.HardSigmoid), []float64{-3, 3, 0}, []float64{0, 0, 1. / 6}},
		{"power 0", with(ops.Power, 0), []float64{0, 1}, []float64{0, 0}},
		{"power 1", with(ops.Power, 1), []float64{0, 1}, []float64{1, 1}},
		{"sqrt", alone(ops.Sqrt), []float64{0}, []float64{math.Inf(1)}},
		{"mish", alone(ops.Mish), []float64{1000, -1000}, []float64{1, 0}},
	} {
		ones := make([]float64, len(c.x))
		for i := range ones {
			ones[i] = 1
		}
		dx := gradients(t, c.f, dense(ones, len(ones)), dense(c.x, len(c.x)))[0].Float64s()
		require.Equal(t, c.dx, dx, c.name)
	}
}

func TestUnaryRefuses(t *testing.T) {
	refuses(t, "exp: x int [2]: want float32 or float64", alone(ops.Exp), dense([]int{1, 2}, 2))
	refuses(t, "clamp: from 2 to 1: want the lower bound first", clamp(2, 1), dense([]float64{1, 2}, 2))
	refuses(t, "clamp: from NaN to 1: want the lower bound first", clamp(math.NaN(), 1), dense([]float64{1, 2}, 2))
}
