package graph_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/ops"
	"github.com/gaze-ml/gaze/weights"
)

// failure is what Compile says of a drawing.
func failure(t *testing.T, draw func(g *graph.Graph, s *graph.Scope) *graph.Node) string {
	t.Helper()
	g := graph.New(weights.New(1))
	_, err := g.Compile(graph.Options{}, draw(g, g.Scope()))
	require.Error(t, err)
	return err.Error()
}

func TestWrongShapeSaysWhereAndWhat(t *testing.T) {
	got := failure(t, func(g *graph.Graph, s *graph.Scope) *graph.Node {
		s = s.In("encoder", "layer", 0, "dense")
		x := s.Input("x", 2, 3, 8)
		return x.Linear(s.Param("weight", nil, 8, 16), nil).Exp().Reshape(7)
	})
	require.Regexp(t, `^error_test\.go:\d+: encoder\.layer\.0\.dense: linear: x \[2, 3, 8\] · weight \[8, 16\]: last axis 8, want 16$`, got)
}

func TestTheFirstErrorSticks(t *testing.T) {
	g := graph.New(nil)
	s := g.Scope()
	x := s.Input("x", 2, 3)
	bad := x.Reshape(5)
	require.Error(t, g.Err())
	first := g.Err().Error()
	require.Equal(t, "(failed)", bad.String())
	require.Equal(t, 1, bad.Dim(7))
	require.Nil(t, bad.Shape())
	require.Equal(t, "(failed)", bad.Add(x).Softmax(9).String(), "a stand-in, not the last good node")
	s.Param("w", nil, -1)
	require.EqualError(t, g.Err(), first)
	_, err := g.Compile(graph.Options{}, bad)
	require.EqualError(t, err, first)
}

func TestDrawingErrors(t *testing.T) {
	other := graph.New(nil).Scope().Input("other", 2)
	for _, c := range []struct {
		want string
		draw func(g *graph.Graph, s *graph.Scope) *graph.Node
	}{
		{`layer.w: declared twice`, func(g *graph.Graph, s *graph.Scope) *graph.Node {
			s.In("layer").Param("w", nil, 2)
			return s.In("layer").Param("w", nil, 2)
		}},
		{`operand 1, other [2], belongs to another graph`, func(g *graph.Graph, s *graph.Scope) *graph.Node {
			return s.Input("x", 2).Add(other)
		}},
		{`operand 1 is nil`, func(g *graph.Graph, s *graph.Scope) *graph.Node {
			return s.Input("x", 2).Add(nil)
		}},
		{`axis 2 of x [4, 5]: want -2 to 1`, func(g *graph.Graph, s *graph.Scope) *graph.Node {
			x := s.Input("x", 4, 5)
			require.Equal(t, 1, x.Dim(2))
			return x
		}},
		{`x [2, 0]: every axis must be at least 1`, func(g *graph.Graph, s *graph.Scope) *graph.Node {
			return s.Input("x", 2, 0)
		}},
		{`"": want a name`, func(g *graph.Graph, s *graph.Scope) *graph.Node { return s.Input("", 2) }},
		{`heads 5 do not divide hidden 8`, func(g *graph.Graph, s *graph.Scope) *graph.Node {
			s.In("attention").Errorf("heads %d do not divide hidden %d", 5, 8)
			return s.Input("x", 2)
		}},
		{`minimize: the loss is x [2]: want a scalar`, func(g *graph.Graph, s *graph.Scope) *graph.Node {
			x := s.Input("x", 2)
			g.Minimize(x, nil)
			return x
		}},
		{`a second derivative through the fused operation softmax`, func(g *graph.Graph, s *graph.Scope) *graph.Node {
			x := s.Input("x", 2)
			dx := g.Backprop(x.Softmax(0).Square().Sum(), x)[0]
			return g.Backprop(dx.Sum(), x)[0]
		}},
		{`state: it is cache [2, 4], its next value x [2]`, func(g *graph.Graph, s *graph.Scope) *graph.Node {
			x := s.Input("x", 2)
			s.State("cache", 2, 4).Set(x)
			return x
		}},
		{`read what Append or Reorder returned`, func(g *graph.Graph, s *graph.Scope) *graph.Node {
			st := s.State("cache", 2, 4)
			st.Append(s.Input("x", 2, 1), s.Ints("at"), 1)
			return st.Value()
		}},
		{`label "a": given twice`, func(g *graph.Graph, s *graph.Scope) *graph.Node {
			return s.Input("x", 2).As("a").Exp().As("a")
		}},
		{`wrap: the node is nil`, func(g *graph.Graph, s *graph.Scope) *graph.Node { return g.Wrap(nil, nil) }},
	} {
		require.Contains(t, failure(t, c.draw), c.want)
	}
}

func TestCompileErrors(t *testing.T) {
	g := graph.New(nil)
	x := g.Scope().Input("x", 2).As("x")
	for want, try := range map[string]func() error{
		`keep "y": no node is labelled so; there are ["x"]`: func() error { _, err := g.Compile(graph.Options{Keep: []string{"y"}}, x); return err },
		`options: Precision(4) is not supported`:            func() error { _, err := g.Compile(graph.Options{Precision: 4}, x); return err },
		`compile: output 1 is not a node of this drawing`:   func() error { _, err := g.Compile(graph.Options{}, x, nil); return err },
		`-1 programs: want 0 or more`:                       func() error { _, err := g.Compile(graph.Options{Programs: -1}, x); return err },
		`function: want a store and a drawing`:              func() error { _, err := graph.NewFunction(nil, graph.Options{}, nil); return err },
		`2 machines train at once: want 1, as they share the gradients`: func() error {
			_, err := graph.NewFunction(weights.New(1), graph.Options{Training: true, Machines: 2},
				func(*graph.Scope, graph.Inputs) graph.Outputs { return nil })
			return err
		},
	} {
		require.ErrorContains(t, try(), want)
	}
}

// What was read before an Append in the drawing may be used only before it.
func TestAStateIsNotReadAfterItChanged(t *testing.T) {
	g := graph.New(nil)
	s := g.Scope()
	st := s.State("cache", 2, 4)
	old := st.Value()
	now := st.Append(s.Input("x", 2, 1), s.Ints("at"), 1)
	_, err := g.Compile(graph.Options{}, now, old.Exp())
	require.EqualError(t, err, "exp reads state cache after it was changed: read what Append or Reorder returned")
}

func TestRunningErrors(t *testing.T) {
	g := graph.New(weights.New(1))
	s := g.Scope()
	ids := s.Ints("ids", 2, 2)
	table := s.In("embeddings").Param("weight", weights.Normal(1), 5, 3)
	y := table.Embedding(ids, -1)
	hidden := y.Exp()
	z := hidden.Sum()
	m, err := g.Compile(graph.Options{}, z)
	require.NoError(t, err)
	require.EqualError(t, m.RunAll(), "input ids int [2, 2] has no value: Let it have one")

	require.ErrorContains(t, m.Let(ids, tensor.New(tensor.WithBacking([]int{1, 2}))), "input ids is int [2, 2], its value int [2]")
	require.ErrorContains(t, m.Let(ids, nil), "its value is nil")
	require.ErrorContains(t, m.Let(y, nil), "is not an input")

	bad := tensor.New(tensor.WithShape(2, 2), tensor.WithBacking([]int{0, 4, 5, 0}))
	require.NoError(t, m.Let(ids, bad))
	err = m.RunAll()
	require.ErrorContains(t, err, "embeddings: embedding [2, 2, 3]: ")
	require.ErrorContains(t, err, "ids[1, 0] is 5: want 0 to 4")

	_, err = m.Value(hidden)
	require.ErrorContains(t, err, "is not kept after a run: make it an output, or label it with As and name it in Options.Keep")
	_, err = m.Float(table)
	require.ErrorContains(t, err, "embeddings.weight [5, 3] is not one float")
}

// A panic in an operation, on whichever worker, is an error that names it.
func TestAPanicComesBackAsAnError(t *testing.T) {
	broken := ops.New(ops.Def{
		Name:  "broken",
		Infer: func(in []ops.Type) (ops.Type, error) { return in[0], nil },
		Forward: func(c *ops.Call) func() {
			return c.For(100, 1, func(lo, hi int) {
				if lo == 57 {
					panic("at 57")
				}
			})
		},
	})
	g := graph.New(weights.New(1))
	s := g.Scope().In("layer")
	x := s.Param("w", weights.Ones, 3).Exp()
	m, err := g.Compile(graph.Options{}, g.Call(broken, x).As("result"))
	require.NoError(t, err)
	for range 2 {
		require.EqualError(t, m.RunAll(), "result: broken [3]: at 57")
	}
}

func TestCheckNaNNamesTheFirst(t *testing.T) {
	store := weights.New(1)
	g := graph.New(store)
	s := g.Scope().In("layer", 3)
	w := s.Param("weight", weights.Ones, 4)
	y := w.Shift(-1).Log().Sub(w.Shift(-1).Log()).Exp().Sum() // −∞ − −∞
	m, err := g.Compile(graph.Options{CheckNaN: true}, y)
	require.NoError(t, err)
	require.EqualError(t, m.RunAll(), "layer.3: sub [4]: element 0 is NaN")

	e, _ := store.Entry("layer.3.weight")
	nan := float32(0)
	require.NoError(t, store.Update(func() error { e.Float32s()[2] = nan / nan; return nil }))
	require.EqualError(t, m.RunAll(), "layer.3.weight [4]: element 2 is NaN")
	require.ErrorContains(t, store.CheckFinite(), "layer.3.weight")
}

func TestPlainGorgoniaTakesPart(t *testing.T) {
	g := graph.New(weights.New(1))
	s := g.Scope()
	x := s.Input("x", 2, 2)
	y := g.Wrap(gorgonia.Tanh(x.Gorgonia())).Scale(2)
	free := gorgonia.NewVector(g.Expr(), tensor.Float32, gorgonia.WithShape(2), gorgonia.WithName("free"))
	z := y.Add(g.Wrap(free, nil))
	m, err := g.Compile(graph.Options{}, z)
	require.NoError(t, err)
	require.NoError(t, m.Let(x, tensor.New(tensor.WithShape(2, 2), tensor.WithBacking([]float32{0, 0, 0, 0}))))
	require.EqualError(t, m.RunAll(), "free [2] has no value: Let it have one")
	for _, v := range []float32{1, 5} { // the second is other memory
		require.NoError(t, gorgonia.Let(free, tensor.New(tensor.WithBacking([]float32{v, v + 1}))))
		require.NoError(t, m.RunAll())
		got, err := m.Value(z)
		require.NoError(t, err)
		require.Equal(t, []float32{v, v + 1, v, v + 1}, got.Data())
		require.Equal(t, got.Data(), z.Gorgonia().Value().Data(), "gorgonia.VM's way to read it")
	}
}
