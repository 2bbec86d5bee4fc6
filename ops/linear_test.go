package ops_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/ops"
)

// linear makes a Func of x, weight and, if there is a third operand, bias.
func linear(act ops.Activation) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) {
		if len(xs) == 2 {
			xs = append(xs, nil)
		}
		return ops.Linear(xs[0], xs[1], xs[2], act)
	}
}

// activations are their formulas.
var activations = map[ops.Activation]func(float64) float64{
	ops.ActNone: func(z float64) float64 { return z },
	ops.ActReLU: func(z float64) float64 { return max(z, 0) },
	ops.ActGELU: func(z float64) float64 { return z * (1 + math.Erf(z/math.Sqrt2)) / 2 },
	ops.ActGELUTanh: func(z float64) float64 {
		return z * (1 + math.Tanh(math.Sqrt(2/math.Pi)*(z+0.044715*z*z*z))) / 2
	},
	ops.ActSiLU:    func(z float64) float64 { return z * logistic(z) },
	ops.ActTanh:    math.Tanh,
	ops.ActSigmoid: logistic,
}

func TestLinear(t *testing.T) {
	for act, f := range activations {
		for _, lead := range [][]int{{}, {1}, {3}, {2, 3}, {70}} { // [..., in]
			for _, bias := range []bool{false, true} {
				t.Run(fmt.Sprint(act, lead, bias), func(t *testing.T) { testLinear(t, act, f, lead, bias) })
			}
		}
	}
}

func testLinear(t *testing.T, act ops.Activation, f func(float64) float64, lead []int, bias bool) {
	const in, out = 4, 5
	x := gradcheck.Random(1, append(append([]int{}, lead...), in)...)
	w := gradcheck.Random(2, out, in)
	b := gradcheck.Random(3, out)
	operands := []*tensor.Dense{x, w}
	if bias {
		operands = append(operands, b)
	}
	y := evaluate(t, linear(act), operands...)
	require.Equal(t, append(append([]int{}, lead...), out), []int(y.Shape()))
	xs, ws, bs := x.Float64s(), w.Float64s(), b.Float64s()
	for i, got := range y.Float64s() {
		var z float64
		for k := range in {
			z += xs[i/out*in+k] * ws[i%out*in+k]
		}
		if bias {
			z += bs[i%out]
		}
		require.InDelta(t, f(z), got, 1e-13)
	}
	if len(lead) == 0 || lead[0] < 70 {
		require.NoError(t, gradcheck.Check(linear(act), operands...))
	}
}

// Sizes beyond a tile; dw sums over more rows than the product takes at a time.
func TestLinearIsTheSameForAllTeams(t *testing.T) {
	for act := range activations {
		sameForAllTeams(t, linear(act), normal32(1, 3, 100, 70), normal32(2, 200, 70), normal32(3, 200))
	}
	sameForAllTeams(t, linear(ops.ActGELU), normal32(1, 70), normal32(2, 600, 70), normal32(3, 600))
}

func TestLinearInFloat32(t *testing.T) {
	x, w, b := normal32(1, 150, 70), normal32(2, 200, 70), normal32(3, 200)
	x64, w64, b64 := widened(x), widened(w), widened(b)
	dy := normal32(4, 150, 200)
	for act := range activations {
		want := gradients(t, linear(act), widened(dy), x64, w64, b64)
		got := gradients(t, linear(act), dy, x, w, b)
		want = append(want, evaluate(t, linear(act), x64, w64, b64))
		got = append(got, evaluate(t, linear(act), x, w, b))
		for i := range want {
			require.Less(t, distance(got[i].Float32s(), want[i].Float64s()), 1e-5, "%v, tensor %d", act, i)
		}
	}
}

// A gradient that nobody wants is not touched, and the others do not need it.
func TestLinearWantsSomeGradients(t *testing.T) {
	x, w, b := gradcheck.Random(1, 3, 4), gradcheck.Random(2, 5, 4), gradcheck.Random(3, 5)
	dy := gradcheck.Random(4, 3, 5)
	all := gradients(t, linear(ops.ActGELU), dy, x, w, b)
	team := kernel.NewTeam(2)
	defer team.Close()
	for i := range all {
		xs := inputs([]*tensor.Dense{x, w, b, dy})
		y, err := linear(ops.ActGELU)(xs[:3]...)
		require.NoError(t, err)
		grads, err := ops.Backprop(y, xs[3], xs[i])
		require.NoError(t, err)
		got, err := execute(team, false, grads[0])
		require.NoError(t, err)
		require.Equal(t, all[i].Float64s(), got[0].F64)
	}
}

func TestLinearOfNaNAndInf(t *testing.T) {
	x := dense([]float64{math.NaN(), 1, 2, 3, math.Inf(1), 1}, 3, 2)
	w := dense([]float64{1, 1, 0, 1}, 2, 2)
	y := evaluate(t, linear(ops.ActReLU), x, w).Float64s()
	require.True(t, math.IsNaN(y[0]) && math.IsNaN(y[1]), "%v", y)
	require.Equal(t, []float64{5, 3, math.Inf(1)}, y[2:5])
	require.True(t, math.IsNaN(y[5]), "0·Inf: %v", y)
}

func TestLinearRefuses(t *testing.T) {
	f := linear(ops.ActNone)
	x, w := gradcheck.Random(1, 2, 3), gradcheck.Random(2, 5, 3)
	refuses(t, "linear: x float64 [2, 3] · weight float64 [5, 4]: last axis 3, want 4", f, x, gradcheck.Random(1, 5, 4))
	refuses(t, "linear: x float64 [2, 3] · weight float64 [5]: weight has 1 axes, want 2", f, x, gradcheck.Random(1, 5))
	refuses(t, "linear: x float64 [2, 3] · weight float64 [5, 3] · bias float64 [3]: bias, want float64 [5]", f, x, w, gradcheck.Random(1, 3))
	refuses(t, "linear: x [2, 3] · weight float64 [5, 3]: want operands of one dtype", f, normal32(1, 2, 3), w)
	refuses(t, "linear: x int [2] · weight float64 [5, 3]: x is int, want float32 or float64", f, dense([]int{1, 2}, 2), w)
	refuses(t, "linear: x float64 [2, 3] · weight float64 [5, 3]: activation 7: want ActNone to ActSigmoid", linear(7), x, w)
	_, err := ops.Linear(inputs([]*tensor.Dense{x})[0], nil, nil, ops.ActNone)
	require.EqualError(t, err, "linear: operand 1 is nil")
}

func TestLinearAllocatesNothing(t *testing.T) {
	n := allocates(t, linear(ops.ActGELU), normal32(1, 100, 64), normal32(2, 64, 64), normal32(3, 64))
	require.Less(t, n, uint64(20), "100 steps")
}

// widened is x in float64.
func widened(x *tensor.Dense) *tensor.Dense {
	wide := make([]float64, len(x.Float32s()))
	for i, v := range x.Float32s() {
		wide[i] = float64(v)
	}
	return dense(wide, x.Shape()...)
}

// distance is the largest difference, in units of the largest element wanted.
func distance(got []float32, want []float64) float64 {
	var worst, top float64
	for i, w := range want {
		worst = max(worst, math.Abs(float64(got[i])-w))
		top = max(top, math.Abs(w))
	}
	return worst / top
}

func BenchmarkLinear(b *testing.B) {
	for _, s := range [][3]int{{512, 768, 3072}, {512, 3072, 768}, {1, 768, 3072}} {
		for _, act := range []ops.Activation{ops.ActNone, ops.ActGELU} {
			x := bind(b, linear(act), &ops.Env{}, normal32(1, s[0], s[1]), normal32(2, s[2], s[1]), normal32(3, s[2]))
			copyNormal(x.dy, 9) // gonum skips zeros
			for name, run := range map[string]func(){"forward": x.forward, "backward": x.backward} {
				flops := map[string]float64{"forward": 2, "backward": 4}[name] * float64(s[0]*s[1]*s[2])
				b.Run(fmt.Sprintf("%d×%d→%d/%v/%s", s[0], s[1], s[2], act, name), func(b *testing.B) {
					for b.Loop() {
						run()
					}
					b.ReportMetric(flops*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
				})
			}
		}
	}
}
