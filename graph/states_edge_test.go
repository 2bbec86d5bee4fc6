package graph_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// counting adds x [n] to a state of as many elements.
func counting(t *testing.T, n int) (*graph.Machine, *graph.Node) {
	g := graph.New(nil)
	s := g.Scope()
	x, st := s.Input("x", n), s.State("c", n)
	next := st.Value().Add(x)
	st.Set(next)
	m, err := g.Compile(graph.Options{}, next)
	require.NoError(t, err)
	return m, x
}

// States of another type are refused, each time, and the old ones stay.
func TestRefusedStatesChangeNothing(t *testing.T) {
	mine, wrong := graph.NewStates(), graph.NewStates()
	three, x3 := counting(t, 3)
	require.NoError(t, three.SetStates(wrong))
	require.NoError(t, three.Let(x3, vector(1, 1, 1)))
	require.NoError(t, three.RunAll())

	m, x := counting(t, 2)
	require.NoError(t, m.SetStates(mine))
	require.NoError(t, m.Let(x, vector(5, 5)))
	for range 2 {
		require.EqualError(t, m.SetStates(wrong), "state c is [3], the program wants [2]")
	}
	require.EqualError(t, m.SetStates(nil), "set states: they are nil: want NewStates()")
	require.NoError(t, m.RunAll())
	v, err := mine.Value("c")
	require.NoError(t, err)
	require.Equal(t, []float32{5, 5}, v.Data())
	v, err = wrong.Value("c")
	require.NoError(t, err)
	require.Equal(t, []float32{1, 1, 1}, v.Data())
}

// What a state was is shown as it was, beside what it has become.
func TestAStateIsShownAsTheRunFindsIt(t *testing.T) {
	g := graph.New(nil)
	s := g.Scope()
	st, set := s.State("cache", 1, 3), s.State("sum", 2)
	old := st.Value()
	view := old.Reshape(3)
	now := st.Append(s.Input("x", 1, 1), s.Whole(1), 1)
	before := set.Value()
	set.Set(before.Shift(1))
	m, err := g.Compile(graph.Options{}, old, view, now, before)
	require.NoError(t, err)
	require.NoError(t, m.Let(graphInput(t, g, "x"), tensor.New(tensor.WithShape(1, 1), tensor.WithBacking([]float32{7}))))
	require.NoError(t, m.RunAll())
	for x, want := range map[*graph.Node][]float32{old: {0, 0, 0}, view: {0, 0, 0}, now: {0, 7, 0}, before: {0, 0}} {
		v, err := m.Value(x)
		require.NoError(t, err)
		require.Equal(t, want, v.Data(), x.String())
	}
}

// Values set from one another are all those of before.
func TestStatesCanBeSwapped(t *testing.T) {
	g := graph.New(nil)
	s := g.Scope()
	a, b := s.State("a", 1), s.State("b", 1)
	a.Set(b.Value())
	b.Set(a.Value())
	m, err := g.Compile(graph.Options{}, s.Number(0))
	require.NoError(t, err)
	states := graph.NewStates()
	require.NoError(t, m.SetStates(states))
	require.NoError(t, m.RunAll())
	va, err := states.Value("a")
	require.NoError(t, err)
	vb, err := states.Value("b")
	require.NoError(t, err)
	va.Float32s()[0], vb.Float32s()[0] = 1, 2
	require.NoError(t, m.RunAll())
	require.Equal(t, []float32{2, 1}, []float32{va.Float32s()[0], vb.Float32s()[0]})
}

// Between two changes, the name of before the first is an old one.
func TestAnOldNameBetweenTwoChanges(t *testing.T) {
	g := graph.New(nil)
	s := g.Scope()
	st, x := s.State("cache", 1, 3), s.Input("x", 1, 1)
	old := st.Value()
	first := st.Append(x, s.Whole(0), 1)
	y := old.Sum()
	second := st.Append(x, s.Whole(1), 1)
	_, err := g.Compile(graph.Options{}, y, second)
	require.EqualError(t, err, "sum reads state cache after it was changed: read what Append or Reorder returned")
	_, err = g.Compile(graph.Options{}, first, second)
	require.EqualError(t, err, "an output reads state cache after it was changed: read what Append or Reorder returned")
}

// What is appended is there for the next run, also if nothing of this one reads it.
func TestAStateIsChangedThoughNothingReadsIt(t *testing.T) {
	g := graph.New(nil)
	s := g.Scope()
	x, st := s.Input("x", 1, 2), s.State("ring", 1, 3)
	y := st.Value().Sum()
	st.AppendRound(x, s.Whole(5), 1)
	m, err := g.Compile(graph.Options{}, y)
	require.NoError(t, err)
	require.NoError(t, m.Let(x, tensor.New(tensor.WithShape(1, 2), tensor.WithBacking([]float32{7, 8}))))
	states := graph.NewStates()
	require.NoError(t, m.SetStates(states))
	require.NoError(t, m.RunAll())
	v, err := states.Value("ring")
	require.NoError(t, err)
	require.Equal(t, []float32{8, 0, 7}, v.Data())
	sum, err := m.Value(y)
	require.NoError(t, err)
	require.Zero(t, sum.Data())
	require.NoError(t, m.RunAll())
	sum, err = m.Value(y)
	require.NoError(t, err)
	require.EqualValues(t, 15, sum.Data())
}

func TestAStateKeepsItsType(t *testing.T) {
	g := graph.New(nil)
	s := g.Scope()
	s.State("c", 2).Set(s.Ints("i", 2))
	require.ErrorContains(t, g.Err(), "state: it is c [2], its next value i int [2]")
}

// A state may follow the shape of an input; states of the caller's own do not
// meet those of the function.
func TestStatesFollowTheInputsShape(t *testing.T) {
	f, err := graph.NewFunction(weights.New(0), graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		x := in.Get("x")
		st := s.State("c", x.Dim(0))
		next := st.Value().Add(x)
		st.Set(next)
		return graph.Outputs{"y": next}
	})
	require.NoError(t, err)
	a, b := graph.NewStates(), graph.NewStates()
	require.NoError(t, f.Call(graph.Values{"x": vector(1, 1)}, a, nil))
	require.NoError(t, f.Call(graph.Values{"x": vector(1, 1, 1)}, b, nil))
	require.ErrorContains(t, f.Call(graph.Values{"x": vector(1, 1)}, b, nil), "state c is [3], the program wants [2]")
}

// Several machines have no states of their own: whose would they be?
func TestSeveralMachinesWantStates(t *testing.T) {
	f, err := graph.NewFunction(weights.New(1), graph.Options{Machines: 2}, cached)
	require.NoError(t, err)
	in := graph.Values{"x": floats([]int{1, 1, 8}, func(int) float32 { return 1 }), "at": tensor.New(tensor.WithShape(1), tensor.WithBacking([]int{0}))}
	require.ErrorContains(t, f.Call(in, nil, nil), "it keeps states and has 2 machines: give each call the States it goes on from")
	require.NoError(t, f.Call(in, graph.NewStates(), nil))
}

// Going from conversation to conversation binds only what touches the states.
func TestSwitchingStates(t *testing.T) {
	m, x := counting(t, 2)
	require.NoError(t, m.Let(x, vector(1, 2)))
	a, b := graph.NewStates(), graph.NewStates()
	for range 3 {
		for _, s := range []*graph.States{a, b, b} {
			require.NoError(t, m.SetStates(s))
			require.NoError(t, m.RunAll())
		}
	}
	va, _ := a.Value("c")
	vb, _ := b.Value("c")
	require.Equal(t, []float32{3, 6}, va.Data())
	require.Equal(t, []float32{6, 12}, vb.Data())
}

// graphInput finds the input of that name.
func graphInput(t *testing.T, g *graph.Graph, name string) *graph.Node {
	t.Helper()
	for _, n := range g.Expr().AllNodes() {
		if n.Name() == name {
			return g.Wrap(n, nil)
		}
	}
	t.Fatalf("no input %q", name)
	return nil
}
