package graph

import (
	"fmt"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/ops"
)

// prepare binds every step to its memory. It is done again only when memory
// moves: the arena grew, other states, another value for a foreign leaf.
func (m *Machine) prepare() error {
	m.memory.reserve(m.p.size)
	m.epoch = m.memory.epoch
	m.inputs = m.inputs[:0]
	for _, s := range m.p.leaves {
		if err := m.prepareLeaf(s); err != nil {
			return err
		}
	}
	m.runs, m.feeds, m.copies = nil, nil, nil
	for _, st := range m.p.steps {
		m.runs = append(m.runs, m.bind(st))
		var feeds []func()
		for _, t := range st.feeds {
			feeds = append(feeds, m.gradients.adder(t.index, m.array(t.grad), m.team()))
		}
		m.feeds = append(m.feeds, feeds)
	}
	for _, t := range m.p.targets {
		switch {
		case m.p.options.Accumulate && t.grad.def < 0:
			m.copies = append(m.copies, m.gradients.adder(t.index, m.array(t.grad), m.team()))
		case !m.p.options.Accumulate && t.grad.root().target == nil:
			to, from := m.gradients.arrays[t.index], m.array(t.grad)
			m.copies = append(m.copies, func() { to.Copy(from) })
		}
	}
	for _, w := range m.p.writes {
		to, from := m.array(w.state), m.array(w.value)
		m.copies = append(m.copies, func() { to.Copy(from) })
	}
	for _, s := range m.p.slots {
		if s.keep {
			m.array(s)
		}
	}
	return nil
}

// prepareLeaf finds the memory of a leaf.
func (m *Machine) prepareLeaf(s *slot) error {
	c := m.cells[s]
	if c == nil {
		c = &cell{slot: s}
		m.cells[s] = c
	}
	var err error
	switch s.leaf.kind {
	case parameter, constant:
		c.array = s.leaf.array(s.typ)
	case state:
		c.array, err = m.states.get(s.leaf.path, s.typ)
	case input:
		c.array = m.memory.array(s.at, s.typ)
		m.inputs = append(m.inputs, c)
	case foreign:
		c.array, err = m.foreignValue(c)
		m.inputs = append(m.inputs, c)
	}
	if err == nil {
		c.dense = c.array.Dense()
	}
	return err
}

// foreignValue is the memory of the value bound to a leaf of plain Gorgonia. If
// there is none yet the first run will find it.
func (m *Machine) foreignValue(c *cell) (ops.Array, error) {
	c.bound = c.slot.node.Value()
	if c.bound == nil {
		return ops.NewArray(c.slot.typ), nil
	}
	a, err := ops.ValueArray(c.bound)
	if err != nil {
		return a, fmt.Errorf("%s: %w", c.slot.leaf.path, err)
	}
	return a, nil
}

// array is a slot's memory.
func (m *Machine) array(s *slot) ops.Array {
	root := s.root()
	var a ops.Array
	switch {
	case root.leaf != nil:
		a = m.cells[root].array
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
		m.cells[s] = &cell{slot: s, array: a, dense: a.Dense()}
	}
	return a
}

// bind makes the closure that runs a step.
func (m *Machine) bind(st *step) func() {
	if st.plan == nil {
		return m.bindStock(st)
	}
	return st.plan.Bind(ops.Memory{
		In: m.arrays(st.in), Results: m.arrays(st.results), Saved: m.arrays(st.saved), Scratch: m.arrays(st.scratch), Env: &m.env,
	})
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

// bindStock runs an operation of Gorgonia's: on copies, since some write into
// their operands, and into our own memory, since some return theirs.
func (m *Machine) bindStock(st *step) func() {
	in, out := m.arrays(st.in), m.array(st.results[0])
	op := st.node.Op()
	return func() {
		values := make([]gorgonia.Value, len(in))
		for i, a := range in {
			values[i] = ops.ValueOf(a)
		}
		v, err := op.Do(values...)
		if err != nil {
			m.env.Fail(err)
			return
		}
		a, err := ops.ValueArray(v)
		if err == nil && (a.Dtype != out.Dtype || a.Size() != out.Size()) {
			err = fmt.Errorf("%v gave %s, want %s", op, a.Type, out.Type)
		}
		if err != nil {
			m.env.Fail(err)
			return
		}
		out.Copy(a)
	}
}

func (m *Machine) team() *kernel.Team {
	if m.env.Team != nil {
		return m.env.Team
	}
	return kernel.Default()
}

// publish binds what is kept to its nodes, so that Node.Value and the solvers
// of Gorgonia find it. Of several machines over one drawing the last one wins.
func (m *Machine) publish() (err error) {
	let := func(n *gorgonia.Node, a ops.Array) {
		if e := gorgonia.UnsafeLet(n, ops.SharedValue(a)); e != nil && err == nil {
			err = e
		}
	}
	ops.Building(func() {
		for n, s := range m.p.slots {
			if s.keep && s.leaf == nil {
				let(n, m.cells[s].array)
			}
		}
		for _, t := range m.p.targets {
			if t.grad.leaf == nil {
				let(t.grad.node, m.gradients.arrays[t.index])
			}
		}
	})
	return err
}
