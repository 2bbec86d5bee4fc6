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

// dense is a tensor of the given shape over data, a slice of its dtype.
func dense(data any, shape ...int) *tensor.Dense {
	return tensor.New(tensor.WithShape(shape...), tensor.WithBacking(data))
}

// inputs puts tensors into a new graph.
func inputs(in []*tensor.Dense) gorgonia.Nodes {
	g := gorgonia.NewGraph()
	var xs gorgonia.Nodes
	for i, d := range in {
		xs = append(xs, gradcheck.Input(g, string(rune('a'+i)), d))
	}
	return xs
}

// evaluate is f of in.
func evaluate(t *testing.T, f gradcheck.Func, in ...*tensor.Dense) *tensor.Dense {
	t.Helper()
	y, err := f(inputs(in)...)
	require.NoError(t, err)
	out, err := gradcheck.Run(y)
	require.NoError(t, err)
	return out[0]
}

// gradients are those of Σ dy·f(in), by operand; dy is a tensor of f's type.
func gradients(t *testing.T, f gradcheck.Func, dy *tensor.Dense, in ...*tensor.Dense) []*tensor.Dense {
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
	grads, err := ops.Backprop(y, gradcheck.Input(y.Graph(), "dy", dy), wrt...)
	require.NoError(t, err)
	out, err := gradcheck.Run(grads...)
	require.NoError(t, err)
	return out
}

// refuses checks that f does not accept in, and what it says.
func refuses(t *testing.T, message string, f gradcheck.Func, in ...*tensor.Dense) {
	t.Helper()
	_, err := f(inputs(in)...)
	require.EqualError(t, err, message)
}

// alone makes a Func of an operation on one node.
func alone(f func(*gorgonia.Node) (*gorgonia.Node, error)) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return f(xs[0]) }
}

// with makes a Func of an operation on one node and a number.
func with(f func(*gorgonia.Node, float64) (*gorgonia.Node, error), p float64) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return f(xs[0], p) }
}

// sameForAnyWorkers is f of in, computed by 1, 2, 3, 8 and 64 workers and with
// results in their operands' memory: all must give the same bits.
func sameForAnyWorkers(t *testing.T, f gradcheck.Func, in ...*tensor.Dense) ops.Array {
	t.Helper()
	y, err := f(inputs(in)...)
	require.NoError(t, err)
	var want ops.Array
	for _, workers := range []int{1, 2, 3, 8, 64} {
		for _, inPlace := range []bool{false, true} {
			team := kernel.NewTeam(workers)
			got, err := execute(team, inPlace, y)
			team.Close()
			require.NoError(t, err)
			if !want.Exists() {
				want = got[0]
			}
			require.Equal(t, want, got[0], "%d workers, in place %v", workers, inPlace)
		}
	}
	return want
}

// prepared is f of in, bound to memory.
func prepared(t testing.TB, f gradcheck.Func, in ...*tensor.Dense) func() {
	y, err := f(inputs(in)...)
	require.NoError(t, err)
	p := ops.PlanOf(y.Op())
	m := ops.Memory{Env: &ops.Env{}}
	for _, d := range in {
		a, err := ops.ArrayOf(d)
		require.NoError(t, err)
		m.In = append(m.In, a)
	}
	for _, r := range p.Results {
		m.Results = append(m.Results, ops.NewArray(r))
	}
	m.Scratch = scratchOf(p)
	return p.Bind(m)
}

// differentiated makes a Func of the gradient of f at its first operand; its last
// operand is the gradient of f's result.
func differentiated(f gradcheck.Func) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) {
		last := len(xs) - 1
		y, err := f(xs[:last]...)
		if err != nil {
			return nil, err
		}
		g, err := ops.Backprop(y, xs[last], xs[0])
		if err != nil {
			return nil, err
		}
		return g[0], nil
	}
}

func to64(x []float32) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = float64(v)
	}
	return y
}
