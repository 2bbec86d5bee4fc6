package graph_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/ops"
	"github.com/gaze-ml/gaze/weights"
)

// projections draws three products of one input and something with each, as an
// attention does: what comes to lie side by side is drawn apart.
func projections(s *graph.Scope, x *graph.Node) *graph.Node {
	hidden := x.Dim(-1)
	var sum *graph.Node
	for i := range 3 {
		y := x.Linear(s.In("part", i).Param("weight", weights.Normal(1), hidden, hidden), nil).Tanh()
		if sum == nil {
			sum = y
		} else {
			sum = sum.Add(y)
		}
	}
	return sum
}

func TestSmallStepsRunSideBySide(t *testing.T) {
	for hidden, want := range map[int][]int{16: nil, 128: {3}, 512: nil} {
		g := graph.New(weights.New(1))
		m, err := g.Compile(graph.Options{}, projections(g.Scope(), g.Scope().Input("x", 1, hidden)))
		require.NoError(t, err)
		require.Equal(t, want, graph.Abreast(m), "%d wide", hidden)
	}
}

// A row that is appended is little to do, however long the cache is.
func TestAppendingIsDoneAtOnce(t *testing.T) {
	g := graph.New(nil)
	s := g.Scope()
	x, at := s.Input("x", 1, 64), s.Whole(5)
	keys, values := s.State("keys", 1000, 64).Append(x, at, 0), s.State("values", 1000, 64).Append(x, at, 0)
	m, err := g.Compile(graph.Options{}, keys.Slice(0, 0, 6), values.Slice(0, 0, 6))
	require.NoError(t, err)
	require.Empty(t, graph.Abreast(m))
}

// The bits are those of any other number of workers, also when freed memory is
// filled with NaN.
func TestSideBySideBits(t *testing.T) {
	var want []float32
	for _, workers := range []int{1, 2, 3, 8} {
		g := graph.New(weights.New(1))
		in := g.Scope().Input("x", 2, 128)
		y := projections(g.Scope(), in)
		g.Minimize(y.Square().Sum(), nil)
		m, err := g.Compile(graph.Poisoned(graph.Options{Training: true}), y)
		require.NoError(t, err)
		require.NotEmpty(t, graph.Abreast(m))
		team := kernel.NewTeam(workers)
		defer team.Close()
		graph.SetTeam(t, m, team)
		x := tensor.New(tensor.WithShape(2, 128), tensor.WithBacking(tensor.Range(tensor.Float32, 0, 256)))
		require.NoError(t, m.Let(in, x))
		for range 20 {
			require.NoError(t, m.RunAll())
			got := []float32{}
			for i := range m.Gradients().Len() {
				got = append(got, m.Gradients().At(i).Float32s()...)
			}
			if want == nil {
				want = got
			}
			require.Equal(t, want, got, "%d workers", workers)
		}
	}
}

// Whichever of them fails, or panics, it is named.
func TestSideBySideErrors(t *testing.T) {
	for _, bad := range []int{0, 1, 2} {
		for _, panics := range []bool{false, true} {
			g := graph.New(weights.New(1))
			x := g.Scope().Param("x", weights.Ones, 1<<14)
			outputs := make([]*graph.Node, 3)
			for i := range outputs {
				outputs[i] = g.Call(fragile(i == bad, panics), x).As(fmt.Sprint("output ", i))
			}
			m, err := g.Compile(graph.Options{}, outputs...)
			require.NoError(t, err)
			require.Equal(t, []int{3}, graph.Abreast(m))
			for range 2 {
				require.EqualError(t, m.RunAll(), fmt.Sprintf("output %d: fragile [16384]: lost", bad))
			}
		}
	}
}

func fragile(fails, panics bool) *ops.Op {
	return ops.New(ops.Def{
		Name:  "fragile",
		Infer: func(in []ops.Type) (ops.Type, error) { return in[0], nil },
		Forward: func(c *ops.Call) func() {
			return func() {
				switch {
				case fails && panics:
					panic("lost")
				case fails:
					c.Fail(fmt.Errorf("lost"))
				}
			}
		},
	})
}
