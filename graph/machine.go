package graph

import (
	"errors"
	"fmt"
	"sync"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// Machine runs a compiled drawing. It satisfies gorgonia.VM. One run of it is
// under way at a time; another machine of the same drawing may run beside it.
// A run allocates nothing once the machine is warm.
type Machine struct {
	p         *program
	memory    *memory
	env       ops.Env
	gradients *Gradients
	states    *States

	mu      sync.Mutex
	sources map[*slot]*source // of inputs and leaves of plain Gorgonia
	b       binding
	at      int  // the step that is running
	public  bool // its results are bound to the drawing's nodes
}

var _ gorgonia.VM = (*Machine)(nil)

// Compile makes the drawing ready to compute the outputs, or tells the first
// thing that was wrong with it.
func (g *Graph) Compile(o Options, outputs ...*Node) (*Machine, error) {
	p, err := g.program(o, outputs)
	if err != nil {
		return nil, err
	}
	var grads *Gradients
	if m := p.objective(); m != nil {
		grads = newGradients(g, m, o.Accumulate)
	}
	m := newMachine(p, new(memory), grads)
	m.public = true
	if err := m.prepare(); err != nil {
		return nil, err
	}
	return m, nil
}

// program checks everything that can be checked before running.
func (g *Graph) program(o Options, outputs []*Node) (*program, error) {
	if g.err != nil {
		return nil, g.err
	}
	for i, y := range outputs {
		if y == nil || y.g != g || y.n == nil {
			return nil, fmt.Errorf("compile: output %d is not a node of this drawing", i)
		}
	}
	if err := errors.Join(o.check(), g.store.Problems(), ops.CheckEnvironment()); err != nil {
		return nil, err
	}
	return compile(g, o, outputs)
}

func newMachine(p *program, mem *memory, grads *Gradients) *Machine {
	m := &Machine{p: p, memory: mem, gradients: grads, states: NewStates(), sources: map[*slot]*source{}}
	m.env.Training, m.env.Seed = p.options.Training, p.options.Seed
	for _, s := range p.leaves {
		if s.leaf.kind == input || s.leaf.kind == foreign {
			m.sources[s] = &source{slot: s}
		}
	}
	return m
}

// Len is the number of steps of a run.
func (m *Machine) Len() int { return len(m.p.steps) }

// Bytes is the size of the arena; Live is the most that is needed at one time,
// below which no arena can be.
func (m *Machine) Bytes() int { return m.p.arena.size }

// Live is the lower bound of Bytes.
func (m *Machine) Live() int { return m.p.arena.live }

// Gradients are those of the last run, or nil if the machine does not train.
func (m *Machine) Gradients() *Gradients { return m.gradients }

// SetStep sets the global step, which random numbers depend on. Every training
// run takes the next.
func (m *Machine) SetStep(step uint64) { m.env.Step = step }

// SetStates gives the machine the values its states shall have. States of other
// types than the program's are refused, and change nothing. To run on other
// States than before, the steps that touch them are bound again.
func (m *Machine) SetStates(s *States) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s == nil {
		return errors.New("set states: they are nil: want NewStates()")
	}
	if m.states == s {
		return nil
	}
	if err := m.p.checkStates(s); err != nil {
		return err
	}
	m.states = s
	if m.b.epoch == 0 {
		return nil // the next run binds everything
	}
	return m.prepareStates()
}

// Reset does nothing: a run begins afresh.
func (m *Machine) Reset() {}

// Close does nothing: there is nothing to give back.
func (m *Machine) Close() error { return nil }

// Let gives an input its value for the runs to come. The machine copies it when
// it runs; without one, it takes what gorgonia.Let has bound to the node.
func (m *Machine) Let(x *Node, value *tensor.Dense) error {
	if x == nil || x.g != m.p.g {
		return fmt.Errorf("let: %s is not a node of this machine's drawing", x)
	}
	l := m.p.g.leaves[x.n]
	if l == nil || l.kind != input {
		return fmt.Errorf("let: %s is not an input", x)
	}
	s := m.p.slots[x.n]
	if s == nil { // the outputs do not depend on it, but it is checked
		return (&source{slot: &slot{node: x.n, typ: ops.TypeOf(x.n), leaf: l}}).let(value)
	}
	return m.sources[s].let(value)
}

// release forgets the inputs' values, which are the caller's memory.
func (m *Machine) release() {
	for s, c := range m.sources {
		if s.leaf.kind == input {
			c.release()
		}
	}
}

// Value is a copy of a node's value after the last run.
func (m *Machine) Value(x *Node) (*tensor.Dense, error) {
	d, err := m.Borrow(x)
	if err != nil {
		return nil, err
	}
	return d.Clone().(*tensor.Dense), nil
}

// Borrow is a node's value in the machine's own memory, valid until the next
// run. Outputs and what Options.Keep named can be had, and parameters, in the
// store's memory.
func (m *Machine) Borrow(x *Node) (*tensor.Dense, error) {
	c, err := m.cell(x)
	if err != nil {
		return nil, err
	}
	return c.dense, nil
}

// Float is a scalar's value after the last run.
func (m *Machine) Float(x *Node) (float64, error) {
	c, err := m.cell(x)
	switch {
	case err != nil:
		return 0, err
	case len(c.array.F32) == 1:
		return float64(c.array.F32[0]), nil
	case len(c.array.F64) == 1:
		return c.array.F64[0], nil
	}
	return 0, fmt.Errorf("%s is not one float", x)
}

func (m *Machine) cell(x *Node) (*cell, error) {
	if x == nil || x.g != m.p.g {
		return nil, fmt.Errorf("%s is not a node of this machine's drawing", x)
	}
	s := m.p.shown[x.n]
	if s == nil {
		s = m.p.slots[x.n]
		if s == nil || s.leaf == nil || s.leaf.kind != parameter {
			return nil, fmt.Errorf("%s is not kept after a run: make it an output, or label it with As and name it in Options.Keep", x)
		}
	}
	c := m.b.cells[s]
	if c == nil {
		return nil, fmt.Errorf("%s has no value yet: run first", x)
	}
	return c, nil
}
