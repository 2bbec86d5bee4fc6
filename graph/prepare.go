package graph

import (
	"fmt"

	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/ops"
)

// prepare binds every step to its memory. It is done again only when memory
// moves: the arena grew, or a leaf of plain Gorgonia has another value. Until it
// has succeeded the machine is not bound.
func (m *Machine) prepare() (err error) {
	m.b = binding{cells: map[*slot]*cell{}}
	m.memory.reserve(m.p.arena.size, m)
	m.at = len(m.p.steps)
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s: while it was bound to memory: %v", m.where(), r)
		}
	}()
	for _, s := range m.p.leaves {
		a, err := m.leaf(s)
		if err != nil {
			return err
		}
		m.b.cells[s] = &cell{a, a.Dense()}
	}
	m.b.runs = make([]func(), len(m.p.steps))
	m.b.feeds = make([][]func(), len(m.p.steps))
	for i := range m.p.steps {
		m.bind(i)
	}
	m.bindGroups()
	m.bindCopies()
	if m.public {
		if err := m.publish(); err != nil {
			return err
		}
	}
	m.b.epoch = m.memory.epoch
	return nil
}

// prepareStates binds again what touches the states.
func (m *Machine) prepareStates() error {
	for _, s := range m.p.leaves {
		if s.state() {
			a, err := m.states.get(s.leaf.path, s.typ)
			if err != nil {
				return err
			}
			m.b.cells[s] = &cell{a, a.Dense()}
		}
	}
	for i, st := range m.p.steps {
		if st.touchesState() {
			m.bind(i)
		}
	}
	m.bindCopies()
	return nil
}

// leaf is the memory of a leaf.
func (m *Machine) leaf(s *slot) (ops.Array, error) {
	switch s.leaf.kind {
	case state:
		return m.states.get(s.leaf.path, s.typ)
	case input:
		return m.memory.array(s.at, s.typ), nil
	case foreign:
		c := m.sources[s]
		if c.slot.node.Value() == nil { // the first run will ask for it
			return ops.NewArray(s.typ), nil
		}
		_, err := c.update()
		return c.array, err
	}
	return s.leaf.array(s.typ), nil
}

// bind makes the closures that run step i and add up the gradients it completes.
func (m *Machine) bind(i int) {
	m.at = i
	st := m.p.steps[i]
	if st.plan == nil {
		m.b.runs[i] = m.bindStock(st)
	} else {
		m.b.runs[i] = st.plan.Bind(ops.Memory{
			In: m.arrays(st.in), Results: m.arrays(st.results), Saved: m.arrays(st.saved), Scratch: m.arrays(st.scratch), Env: m.envOf(i),
			Precision: st.precision, Weights: m.p.weights(st),
		})
	}
	m.b.feeds[i] = nil
	for _, t := range st.feeds {
		m.b.feeds[i] = append(m.b.feeds[i], m.gradients.adder(t.index, m.array(t.grad), m.team()))
	}
}

// bindCopies makes what runs before the first step and after the last.
func (m *Machine) bindCopies() {
	m.b.before, m.b.after = nil, nil
	copying := func(to, from ops.Array) func() { return func() { to.Copy(from) } }
	for _, c := range m.p.snapshots {
		f := copying(m.array(c.to), m.array(c.from))
		if c.to.def < 0 {
			m.b.before = append(m.b.before, f)
		} else {
			m.b.after = append(m.b.after, f)
		}
	}
	for _, t := range m.p.targets {
		switch {
		case m.p.options.Accumulate && t.grad.def < 0:
			m.b.after = append(m.b.after, m.gradients.adder(t.index, m.array(t.grad), m.team()))
		case !m.p.options.Accumulate && t.grad.root().target == nil:
			m.b.after = append(m.b.after, copying(m.gradients.arrays[t.index], m.array(t.grad)))
		}
	}
	for _, w := range m.p.writes {
		m.b.after = append(m.b.after, copying(m.array(w.state), m.array(w.value)))
	}
	for _, s := range m.p.shown {
		m.array(s)
	}
}

// array is a slot's memory.
func (m *Machine) array(s *slot) ops.Array {
	root := s.root()
	var a ops.Array
	switch {
	case root.leaf != nil:
		a = m.b.cells[root].array
	case root.target != nil:
		a = m.gradients.arrays[root.target.index]
	default:
		a = m.memory.array(root.at, root.typ)
	}
	if s.alias != nil || root.target != nil {
		at := s.start()
		a = a.Slice(at, at+s.typ.Size(), s.typ)
	}
	if s.leaf == nil {
		m.b.cells[s] = &cell{a, a.Dense()}
	}
	return a
}

// arrays are the slots' memories; none where there is no slot.
func (m *Machine) arrays(slots []*slot) []ops.Array {
	arrays := make([]ops.Array, len(slots))
	for i, s := range slots {
		if s != nil {
			arrays[i] = m.array(s)
		}
	}
	return arrays
}

func (m *Machine) team() *kernel.Team {
	if m.env.Team != nil {
		return m.env.Team
	}
	return kernel.Default()
}
