package graph

import (
	"fmt"
	"math"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/ops"
)

// RunAll computes everything once: outputs, gradients, states. What fails is
// said with the name of its node. Parameters are whole then; outputs and
// gradients mean nothing until a run has succeeded, and states may hold part of
// what the run would have written.
func (m *Machine) RunAll() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.run()
}

func (m *Machine) run() (err error) {
	if err := m.refresh(); err != nil {
		return err
	}
	m.p.g.store.BeginRead()
	defer m.p.g.store.EndRead()
	for s, c := range m.sources {
		if s.leaf.kind == input {
			m.b.cells[s].array.Copy(c.array)
		}
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s: %v", m.where(), r)
		}
	}()
	return m.steps()
}

// steps runs them in order.
func (m *Machine) steps() error {
	m.env.Failure() // forget that of a run that panicked
	if err := m.begin(); err != nil {
		return err
	}
	for i, st := range m.p.steps {
		m.at = i
		switch {
		case !st.group.some():
			m.b.runs[i]()
		case st.group.from == i:
			m.b.groups[i]()
		}
		if err := m.ended(i); err != nil {
			return err
		}
	}
	m.end()
	return nil
}

// ended is what comes after step i.
func (m *Machine) ended(i int) error {
	if err := m.envOf(i).Failure(); err != nil {
		return fmt.Errorf("%s: %w", m.where(), err)
	}
	if m.p.options.CheckNaN {
		if err := m.checkResults(); err != nil {
			return err
		}
	}
	for _, f := range m.b.feeds[i] {
		f()
	}
	if m.p.options.poison {
		m.poison()
	}
	return nil
}

// begin is what comes before the first step.
func (m *Machine) begin() error {
	if m.p.options.CheckNaN {
		if err := m.checkLeaves(); err != nil {
			return err
		}
	}
	for _, f := range m.b.before {
		f()
	}
	if m.gradients != nil {
		return m.gradients.begin()
	}
	return nil
}

// end is what comes after the last.
func (m *Machine) end() {
	for _, f := range m.b.after {
		f()
	}
	if m.gradients != nil {
		m.gradients.end(m.weight())
	}
	if m.p.options.Training {
		m.env.Step++
	}
}

// refresh looks at the inputs, and binds the steps again if memory has moved.
func (m *Machine) refresh() error {
	for s, c := range m.sources {
		moved, err := c.update()
		if err != nil {
			return err
		}
		if moved && s.leaf.kind == foreign {
			m.b.epoch = 0
		}
	}
	if m.b.epoch == m.memory.epoch && m.b.epoch > 0 {
		return nil
	}
	return m.prepare()
}

// weight is what this run's gradients were multiplied by.
func (m *Machine) weight() float64 {
	o := m.p.objective()
	if o.weight == nil {
		return 1
	}
	a := m.b.cells[m.p.shown[o.weight]].array
	if a.F64 != nil {
		return a.F64[0]
	}
	return float64(a.F32[0])
}

// where names the step that is running.
func (m *Machine) where() string {
	if m.at >= len(m.p.steps) {
		return "run"
	}
	return m.p.g.describe(m.p.steps[m.at])
}

// describe names a step by the label of its node, or by its scope and what it
// does: "encoder.layer.0.output.dense: linear [2, 3, 8]".
func (g *Graph) describe(st *step) string {
	what := st.name() + " " + ops.TypeOf(st.node).String()
	for _, label := range g.names.sorted() {
		if g.names.labels[label].n == st.node {
			return label + ": " + what
		}
	}
	near := append(gorgonia.Nodes{st.node}, ops.Children(st.node)...)
	for _, n := range near {
		if scope := g.names.scopes[n]; scope != "" {
			return scope + ": " + what
		}
	}
	return what
}

// checkLeaves looks for NaN in parameters, inputs and states before a run.
func (m *Machine) checkLeaves() error {
	for _, s := range m.p.leaves {
		if i := firstNaN(m.b.cells[s].array); i >= 0 {
			return fmt.Errorf("%s %s: element %d is NaN", s.leaf.path, s.typ, i)
		}
	}
	return nil
}

// checkResults looks for NaN in what the current step has written.
func (m *Machine) checkResults() error {
	for _, s := range m.p.steps[m.at].results {
		if s == nil {
			continue
		}
		if i := firstNaN(m.b.cells[s].array); i >= 0 {
			return fmt.Errorf("%s: element %d is NaN", m.where(), i)
		}
	}
	return nil
}

// firstNaN is the index of the first NaN, or −1.
func firstNaN(a ops.Array) int {
	for i, x := range a.F32 {
		if x != x {
			return i
		}
	}
	for i, x := range a.F64 {
		if x != x {
			return i
		}
	}
	return -1
}

// poison fills what is free after the current step with NaN.
func (m *Machine) poison() {
	for _, s := range m.p.steps[m.at].dead {
		a := m.memory.array(s.at, s.typ)
		for i := range a.F32 {
			a.F32[i] = float32(math.NaN())
		}
		for i := range a.F64 {
			a.F64[i] = math.NaN()
		}
		for i := range a.Int {
			a.Int[i] = math.MinInt
		}
	}
}
