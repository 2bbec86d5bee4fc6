package graph

import (
	"errors"
	"fmt"
	"sync"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
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

	mu     sync.Mutex
	cells  map[*slot]*cell // roots of memory, and what else has a value
	inputs []*cell         // in the order of p.leaves
	runs   []func()
	feeds  [][]func() // by step: additions of gradients
	copies []func()   // of gradients that were not computed in place
	epoch  int        // of the memory that runs are bound to; 0: none
	at     int        // the step that is running
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
	if err := m.prepare(); err != nil {
		return nil, err
	}
	return m, m.publish()
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
	_, threads := kernel.Threads()
	if err := errors.Join(o.check(), g.store.Problems(), threads); err != nil {
		return nil, err
	}
	return compile(g, o, outputs)
}

func newMachine(p *program, mem *memory, grads *Gradients) *Machine {
	m := &Machine{p: p, memory: mem, gradients: grads, states: NewStates(), cells: map[*slot]*cell{}}
	m.env.Training, m.env.Seed = p.options.Training, p.options.Seed
	return m
}

// Len is the number of steps of a run.
func (m *Machine) Len() int { return len(m.p.steps) }

// Bytes is the size of the arena; Live is the most that is needed at one time,
// below which no arena can be.
func (m *Machine) Bytes() int { return m.p.size }

// Live is the lower bound of Bytes.
func (m *Machine) Live() int { return m.p.live }

// Gradients are those of the last run, or nil if the machine does not train.
func (m *Machine) Gradients() *Gradients { return m.gradients }

// SetStep sets the global step, which random numbers depend on. Every training
// run takes the next.
func (m *Machine) SetStep(step uint64) { m.env.Step = step }

// SetStates gives the machine the values its states shall have.
func (m *Machine) SetStates(s *States) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.states == s {
		return nil
	}
	m.states = s
	return m.prepare()
}

// Reset does nothing: a run begins afresh.
func (m *Machine) Reset() {}

// Close does nothing: there is nothing to give back.
func (m *Machine) Close() error { return nil }

// Let gives an input its value for the runs to come. The machine copies it when
// it runs; without one, it takes what gorgonia.Let has bound to the node.
func (m *Machine) Let(x *Node, value *tensor.Dense) error {
	s := m.p.slots[x.n]
	if s == nil {
		if l := m.p.g.leaves[x.n]; l != nil && l.kind == input {
			return nil // the outputs do not depend on it
		}
	}
	if s == nil || s.leaf == nil || s.leaf.kind != input {
		return fmt.Errorf("let: %s is not an input", x)
	}
	return m.cells[s].let(value)
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
// run. Outputs, parameters and what Options.Keep named can be had.
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
	s := m.p.slots[x.n]
	if s == nil || m.cells[s] == nil || !s.keep && (s.leaf == nil || s.leaf.kind == input) {
		return nil, fmt.Errorf("%s is not kept after a run: make it an output, or label it with As and name it in Options.Keep", x)
	}
	return m.cells[s], nil
}
