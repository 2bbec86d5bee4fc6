package graph_test

import (
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/ops"
	"github.com/gaze-ml/gaze/weights"
)

// Outputs that are, or view, a parameter are copies: a writer beside the runs
// does not tear them.
func TestAParameterAsOutputIsACopy(t *testing.T) {
	store := weights.New(1)
	f, err := graph.NewFunction(store, graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		w := s.Param("w", weights.Ones, 64, 64)
		return graph.Outputs{"y": in.Get("x").Add(w.Sum()), "view": w.Reshape(-1), "w": w}
	})
	require.NoError(t, err)
	_, err = f.Run(graph.Values{"x": vector(1)})
	require.NoError(t, err)
	e, _ := store.Entry("w")
	var wg sync.WaitGroup
	wg.Go(func() {
		for range 100 {
			out, err := f.Run(graph.Values{"x": vector(1)})
			if err != nil {
				t.Error(err)
				return
			}
			for _, name := range []string{"view", "w"} {
				for _, w := range out[name].Float32s() {
					if w != out[name].Float32s()[0] {
						t.Error("half an update")
						return
					}
				}
			}
		}
	})
	for range 500 {
		require.NoError(t, store.Update(func() error {
			for i := range e.Float32s() {
				e.Float32s()[i]++
			}
			return nil
		}))
	}
	wg.Wait()
}

// A weight that is an output, and whose memory the gradient could have been
// computed in, is not divided by Mean.
func TestShownIsNotAGradient(t *testing.T) {
	for _, accumulate := range []bool{false, true} {
		g := graph.New(weights.New(1))
		s := g.Scope()
		w, in := s.Param("w", weights.Ones), s.Input("n")
		n := in.Scale(1)
		g.Minimize(w, n)
		m, err := g.Compile(graph.Options{Training: true, Accumulate: accumulate}, n, w)
		require.NoError(t, err)
		require.NoError(t, m.Let(in, tensor.New(tensor.FromScalar(float32(4)))))
		require.NoError(t, m.RunAll())
		m.Gradients().Mean()
		got, err := m.Float(n)
		require.NoError(t, err)
		require.EqualValues(t, 4, got)
		require.Equal(t, float32(1), m.Gradients().At(0).Float32s()[0])
	}
}

// A Function has one arena, however many shapes it meets.
func TestOneArena(t *testing.T) {
	f, err := graph.NewFunction(weights.New(0), graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		return graph.Outputs{"y": in.Get("x").Exp().Sum()}
	})
	require.NoError(t, err)
	for i := 1; i <= 16; i++ {
		_, err := f.Run(graph.Values{"x": floats([]int{i << 16}, func(int) float32 { return 0 })})
		require.NoError(t, err)
	}
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	require.Less(t, m.HeapAlloc, uint64(f.Stats().Arena)+12<<20, "bytes in use; the inputs given last are among them")
	out, err := f.Run(graph.Values{"x": floats([]int{1 << 16}, func(int) float32 { return 0 })})
	require.NoError(t, err, "a shape whose machine has let go of its memory")
	require.Equal(t, float32(1<<16), out["y"].Data())
}

// A drawing may minimize for some inputs only.
func TestTrainingForSomeInputs(t *testing.T) {
	f, err := graph.NewFunction(weights.New(0), graph.Options{Training: true}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		y := in.Get("x").Mul(s.Param("w", weights.Ones, 2)).Sum()
		if in.Has("labels") {
			s.Graph().Minimize(y, nil)
		}
		return graph.Outputs{"y": y}
	})
	require.NoError(t, err)
	for _, in := range []graph.Values{{"x": vector(1, 2), "labels": vector(1)}, {"x": vector(1, 2)}} {
		_, err = f.Run(in)
		require.NoError(t, err)
	}
	require.Equal(t, []float32{1, 2}, f.Gradients().At(0).Data())
}

func TestTiedInEitherOrder(t *testing.T) {
	store := weights.New(0)
	require.NoError(t, store.Tie("head", "wte"))
	g := graph.New(store)
	head, wte := g.Scope().Param("head", nil, 2), g.Scope().Param("wte", nil, 2)
	require.NoError(t, g.Err())
	require.Same(t, head, wte)
	g.Scope().Param("head", nil, 2)
	require.ErrorContains(t, g.Err(), "head: declared twice")
}

// A view given to Let is read anew for each run; a tensor that was reshaped
// meanwhile is looked at again.
func TestLetOfViewsAndReshapedTensors(t *testing.T) {
	g := graph.New(nil)
	x := g.Scope().Input("x", 3)
	y := x.Shift(0.5)
	m, err := g.Compile(graph.Options{}, y)
	require.NoError(t, err)
	base := floats([]int{3, 2}, func(i int) float32 { return float32(i) })
	v, err := base.Slice(nil, gorgonia.S(0))
	require.NoError(t, err)
	require.NoError(t, m.Let(x, v.(*tensor.Dense)))
	for _, first := range []float32{0, 100} {
		base.Float32s()[0] = first
		require.NoError(t, m.RunAll())
		got, err := m.Value(y)
		require.NoError(t, err)
		require.Equal(t, []float32{first + 0.5, 2.5, 4.5}, got.Data())
	}
	d := vector(1, 2, 3)
	require.NoError(t, m.Let(x, d))
	require.NoError(t, d.Reshape(3, 1))
	require.ErrorContains(t, m.Let(x, d), "input x is [3], its value [3, 1]")
	require.ErrorContains(t, m.Let(nil, d), "(failed) is not a node of this machine's drawing")
}

// A scalar of plain Gorgonia's that is changed in place is seen.
func TestForeignScalars(t *testing.T) {
	g := graph.New(nil)
	n := gorgonia.NewScalar(g.Expr(), tensor.Float32, gorgonia.WithName("free"))
	y := g.Wrap(n, nil).Scale(2)
	m, err := g.Compile(graph.Options{}, y)
	require.NoError(t, err)
	v := gorgonia.NewF32(1)
	require.NoError(t, gorgonia.UnsafeLet(n, v))
	for _, x := range []float32{1, 5} {
		*v = gorgonia.F32(x)
		require.NoError(t, m.RunAll())
		got, err := m.Float(y)
		require.NoError(t, err)
		require.EqualValues(t, 2*x, got)
	}
}

// A drawing may ask its own function for statistics.
func TestStatsWhileDrawing(t *testing.T) {
	var f *graph.Function
	f, err := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		return graph.Outputs{"y": in.Get("x").Shift(float64(f.Stats().Runs))}
	})
	require.NoError(t, err)
	out, err := f.Run(graph.Values{"x": vector(1, 2)})
	require.NoError(t, err)
	require.Equal(t, []float32{1, 2}, out["y"].Data())
}

// What is wrong with an operation of the user's own comes back as an error.
func TestBrokenOperations(t *testing.T) {
	same := func(in []ops.Type) (ops.Type, error) { return in[0], nil }
	idle := func(*ops.Call) func() { return func() {} }
	for want, d := range map[string]ops.Def{
		"mine: want both Infer and Forward":                    {Name: "mine", Infer: same},
		"the result would be dtype int64: want float32":        {Name: "mine", Infer: func([]ops.Type) (ops.Type, error) { return ops.Type{Dtype: tensor.Int64}, nil }, Forward: idle},
		"drawing the operation panicked: runtime error: index": {Name: "mine", Infer: func(in []ops.Type) (ops.Type, error) { return in[5], nil }, Forward: idle},
		"mine [2]: while it was bound to memory: at binding":   {Name: "mine", Infer: same, Forward: func(*ops.Call) func() { panic("at binding") }},
	} {
		g := graph.New(nil)
		_, err := g.Compile(graph.Options{}, g.Call(ops.New(d), g.Scope().Input("x", 2)))
		require.ErrorContains(t, err, want)
		if d.Name == "mine" && g.Err() != nil {
			require.Regexp(t, `^edge_test\.go:\d+: `, g.Err().Error())
		}
	}
	g := graph.New(nil)
	x := g.Scope().Input("x", 2)
	g.Call(nil, x)
	require.ErrorContains(t, g.Err(), "call: the operation is nil")
}

// Nothing that a caller can get wrong panics.
func TestNilNodesAndImpossibleShapes(t *testing.T) {
	var none *graph.Node
	require.NotPanics(t, func() {
		require.Nil(t, none.Exp())
		require.Equal(t, 1, none.Dim(0))
		require.Equal(t, []*graph.Node{nil}, none.Split(0, 1))
		require.Nil(t, none.As("x"))
		require.Equal(t, "(failed)", none.String())
		require.Nil(t, none.Gorgonia())
		require.Nil(t, none.Graph())
		require.True(t, none.IsFloat())
		require.Equal(t, tensor.Float32, none.Dtype())
	})
	for want, f := range map[string]func(s *graph.Scope){
		"constant: the tensor is nil":         func(s *graph.Scope) { s.Const(nil) },
		"table [-2, -2] of 4 values":          func(s *graph.Scope) { s.Table(make([]float64, 4), -2, -2) },
		"more than 2^40 elements":             func(s *graph.Scope) { s.Input("x", 1<<40, 1<<40) },
		"range: int [1152921504606846976]":    func(s *graph.Scope) { s.Range(1 << 60) },
		"into [-1 4]: want sizes of at least": func(s *graph.Scope) { s.Input("x", 3).Split(0, -1, 4) },
		"expand: the result would be":         func(s *graph.Scope) { s.Input("x", 1).Expand(1<<40, 1<<40) },
	} {
		g := graph.New(nil)
		require.NotPanics(t, func() { f(g.Scope()) })
		require.ErrorContains(t, g.Err(), want)
	}
}
