package ops_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/ops"
)

func dropout(p float64, key uint64) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.Dropout(xs[0], p, key) }
}

// dropped binds a dropout of ones with a gradient of ones: out and grad are the mask.
func dropped(t testing.TB, p float64, key uint64, env *ops.Env) *bound {
	b := bind(t, dropout(p, key), env, dense(make([]float64, 20011), 20011))
	for i := range b.in[0].F64 {
		b.in[0].F64[i], b.dy.F64[i] = 1, 1
	}
	return b
}

// mask runs b and returns what it multiplied by, in both directions.
func (b *bound) mask(t testing.TB) []float64 {
	b.run(t)
	require.Equal(t, b.out.F64, b.grads[0].F64, "backward drops what forward has dropped")
	return append([]float64{}, b.out.F64...)
}

func TestDropoutMask(t *testing.T) {
	for _, p := range []float64{0.1, 0.5} {
		env := &ops.Env{Training: true, Seed: 3, Step: 4}
		b := dropped(t, p, 5, env)
		first := b.mask(t)
		zeros := 0
		for i, m := range first {
			if m == 0 {
				zeros++
			} else {
				require.Equal(t, 1/(1-p), m, "element %d", i)
			}
		}
		require.InDelta(t, p*20011, float64(zeros), 5*71)
		require.Equal(t, first, b.mask(t), "the same step draws the same")

		env.Step = 5
		second := b.mask(t)
		require.NotEqual(t, first, second, "another step draws anew")
		env.Step, env.Seed = 4, 4
		require.NotEqual(t, first, b.mask(t), "another seed draws anew")
		env.Seed, env.Training = 3, false
		for _, m := range b.mask(t) {
			require.Equal(t, 1.0, m, "nothing is dropped but in training")
		}
		env.Training = true
		require.Equal(t, first, b.mask(t))
		require.NotEqual(t, first, dropped(t, p, 6, env).mask(t), "another key draws anew")

		both := 0 // dropped in two steps running: p² of them if steps are independent
		for i := range first {
			if first[i] == 0 && second[i] == 0 {
				both++
			}
		}
		require.InDelta(t, p*p*20011, float64(both), 5*71)
	}
}

func TestDropoutMaskIsTheStreams(t *testing.T) {
	got := dropped(t, 0.25, 5, &ops.Env{Training: true, Seed: 3, Step: 4}).mask(t)
	want := make([]float64, len(got))
	kernel.DropFactors(want, kernel.NewDrops(kernel.NewStream(3, 5, 4), 0.25), 0)
	require.Equal(t, want, got)
}

func TestDropoutInAPlainGraph(t *testing.T) {
	x := gradcheck.Random(1, 4, 50)
	require.NoError(t, gradcheck.Check(dropout(0.3, 9), x))
	want := make([]float64, 200)
	kernel.Drop(want, x.Float64s(), kernel.NewDrops(kernel.NewStream(0, 9, 0), 0.3), 0)
	require.Equal(t, want, evaluate(t, dropout(0.3, 9), x).Float64s())
	require.Equal(t, x.Float64s(), evaluate(t, dropout(0, 9), x).Float64s())
	require.Equal(t, make([]float64, 200), absolute(evaluate(t, dropout(1, 9), x).Float64s()))
	require.Equal(t, 1.25, evaluate(t, dropout(0, 9), gradcheck.Floats([]float64{1.25})).Float64s()[0])
}

// absolute takes the sign off zeros.
func absolute(x []float64) []float64 {
	for i, v := range x {
		if v == 0 {
			x[i] = 0
		}
	}
	return x
}

func TestDropoutBits(t *testing.T) { sameForAllTeams(t, dropout(0.3, 1), normal32(1, 3, 20000)) }

func TestDropoutAllocatesNothing(t *testing.T) {
	require.Less(t, allocates(t, dropout(0.3, 1), normal32(1, 3, 20000)), uint64(20))
}

// A machine need not run a dropout that drops nothing.
func TestDropoutIsAView(t *testing.T) {
	plan := func(p float64) *ops.Plan {
		y, err := ops.Dropout(inputs([]*tensor.Dense{normal32(1, 4)})[0], p, 0)
		require.NoError(t, err)
		return ops.PlanOf(y.Op())
	}
	for _, c := range []struct {
		p        float64
		training bool
		view     bool
	}{{0.1, true, false}, {0.1, false, true}, {0, true, true}, {1, true, false}} {
		offset, view := plan(c.p).View(&ops.Env{Training: c.training})
		require.Equal(t, c.view, view, "%+v", c)
		require.Zero(t, offset)
	}
}

func TestDropoutRefuses(t *testing.T) {
	x := normal32(1, 2)
	refuses(t, "dropout: probability -0.1: want 0 to 1", dropout(-0.1, 0), x)
	refuses(t, "dropout: probability 1.5: want 0 to 1", dropout(1.5, 0), x)
	refuses(t, "dropout: x int [2]: want float32 or float64", dropout(0.5, 0), gradcheck.Ints([]int{1, 2}, 2))
}

func ExampleDropout() {
	g := gorgonia.NewGraph()
	x := gradcheck.Input(g, "x", dense([]float32{1, 1, 1, 1, 1, 1, 1, 1}, 8))
	y, err := ops.Dropout(x, 0.5, 42)
	if err != nil {
		fmt.Println(err)
		return
	}
	values, err := gradcheck.Run(y)
	fmt.Println(values[0].Float32s(), err)
	// Output: [2 0 2 0 0 0 2 0] <nil>
}

func BenchmarkDropout(b *testing.B) {
	const n = 8 * 128 * 768
	x := bind(b, dropout(0.1, 1), &ops.Env{Training: true}, normal32(1, n))
	for name, f := range map[string]func(){"forward": x.forward, "backward": x.backward} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/element")
		})
	}
}
