package graph

import (
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/ops"
)

// State is a tensor that lives between the runs of a program, such as the keys
// a decoder has seen. It begins as zeros. Where its values live is said when
// running: see States.
type State struct {
	g       *Graph
	leaf    *gorgonia.Node
	current *Node // what it is at this point of the drawing
	set     *Node // what it is to be after the run
	changed bool
}

// State declares a state of the given shape.
func (s *Scope) State(name string, shape ...int) *State {
	path := join(s.path, name)
	if err := s.check(path, shape); err != nil {
		return &State{g: s.g, current: s.g.fail("", "%w", err)}
	}
	s.g.names.taken[path] = true
	n := s.g.leaf(path, ops.Type{Dtype: s.g.dtype, Shape: shape}, &leaf{kind: state})
	n.scope = s.path
	st := &State{g: s.g, leaf: n.n, current: n}
	if s.g.err == nil {
		s.g.states = append(s.g.states, st)
	}
	return st
}

// Value is the state as the run finds it.
func (st *State) Value() *Node {
	if st.changed {
		return st.g.fail(st.current.scope, "state: it was changed: read what Append or Reorder returned")
	}
	return st.current
}

// Append writes x into the state along an axis, from position at on, which is
// known only at run time: a whole number, or one for each entry of axis 0. It
// answers with the whole state after writing, in place.
func (st *State) Append(x, at *Node, axis int) *Node {
	st.changed = true
	st.current = st.g.draw(func(ns ...*gorgonia.Node) (*gorgonia.Node, error) {
		return ops.Append(ns[0], ns[1], ns[2], axis)
	}, st.current, x, at)
	return st.current
}

// AppendRound is Append into a ring: position p of x stands in slot p mod n, n being
// the state's length along axis. See ops.AppendRound.
func (st *State) AppendRound(x, at *Node, axis int) *Node {
	st.changed = true
	st.current = st.g.draw(func(ns ...*gorgonia.Node) (*gorgonia.Node, error) {
		return ops.AppendRound(ns[0], ns[1], ns[2], axis)
	}, st.current, x, at)
	return st.current
}

// Reorder replaces each entry of axis 0 by the one that rows [batch], whole
// numbers, names: entry i becomes entry rows[i], as the beams of a search go on
// from others. It answers with the whole state after that, in place.
func (st *State) Reorder(rows *Node) *Node {
	st.changed = true
	st.current = st.g.draw(func(ns ...*gorgonia.Node) (*gorgonia.Node, error) {
		return ops.Reorder(ns[0], ns[1])
	}, st.current, rows)
	return st.current
}

// ReorderBetween is Reorder that copies only positions start [batch] to stop [batch]
// of each entry along axis, whole numbers, from the entry that rows names: what an
// entry has beyond them stays. See ops.ReorderBetween.
func (st *State) ReorderBetween(rows, start, stop *Node, axis int) *Node {
	st.changed = true
	st.current = st.g.draw(func(ns ...*gorgonia.Node) (*gorgonia.Node, error) {
		return ops.ReorderBetween(ns[0], ns[1], ns[2], ns[3], axis)
	}, st.current, rows, start, stop)
	return st.current
}

// Set makes x, of the state's type, its value after the run. Several states may be
// set to one another: all values are those before the first is set.
func (st *State) Set(x *Node) {
	switch {
	case st.g.err != nil:
	case x == nil || x.g != st.g || x.n == nil || !ops.TypeOf(x.n).Equal(ops.TypeOf(st.leaf)):
		st.g.fail(st.current.scope, "state: it is %s, its next value %s", st.current, x)
	case st.changed || st.set != nil:
		st.g.fail(st.current.scope, "state: changed twice in one run")
	default:
		st.set = x
	}
}
