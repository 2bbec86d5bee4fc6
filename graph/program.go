package graph

import (
	"fmt"

	"gorgonia.org/gorgonia"
)

// program is a drawing made ready to run: what is done in which order, on which
// pieces of memory. It does not change, so many machines can run one.
type program struct {
	g         *Graph
	options   Options
	steps     []*step
	slots     map[*gorgonia.Node]*slot
	leaves    []*slot // those that the steps read
	shown     map[*gorgonia.Node]*slot
	snapshots []snapshot
	targets   []*target
	writes    []stateWrite
	arena     struct{ size, live int } // bytes, and the most that are needed at one time
}

// snapshot is a copy of what others may change: a parameter or a state that is
// to be shown after a run. That of a state as the run finds it is taken before
// the first step, the others after the last.
type snapshot struct{ from, to *slot }

// stateWrite sets a state after the last step.
type stateWrite struct{ state, value *slot }

func compile(g *Graph, o Options, outputs []*Node) (*program, error) {
	p := &program{
		g: g, options: o,
		slots: map[*gorgonia.Node]*slot{}, shown: map[*gorgonia.Node]*slot{},
	}
	roots, err := p.roots(outputs)
	if err != nil {
		return nil, err
	}
	order, err := schedule(roots)
	if err != nil {
		return nil, err
	}
	if err := p.lower(order); err != nil {
		return nil, err
	}
	if err := p.stamp(); err != nil {
		return nil, err
	}
	p.finish(outputs)
	p.aim()
	p.liveness()
	if err := p.checkReads(); err != nil {
		return nil, err
	}
	p.takeOver()
	p.settle()
	p.abreast()
	p.place()
	p.bury()
	return p, nil
}

// roots are all nodes that the program must compute.
func (p *program) roots(outputs []*Node) (gorgonia.Nodes, error) {
	var roots gorgonia.Nodes
	for _, y := range outputs {
		roots = append(roots, y.n)
	}
	for _, label := range p.options.Keep {
		x := p.g.names.labels[label]
		if x == nil {
			return nil, fmt.Errorf("options: keep %q: no node is labelled so; there are %q", label, p.g.names.sorted())
		}
		roots = append(roots, x.n)
	}
	if m := p.objective(); m != nil {
		roots = append(roots, m.grads...)
		if m.weight != nil {
			roots = append(roots, m.weight)
		}
	}
	for _, s := range p.g.states {
		switch {
		case s.set != nil:
			roots = append(roots, s.set.n, s.leaf)
		case s.changed: // a later run may read what no output of this one does
			roots = append(roots, s.current.n)
		}
	}
	return roots, nil
}

// finish marks what must be readable after a run.
func (p *program) finish(outputs []*Node) {
	for _, st := range p.steps {
		if p.options.keepProducts && st.multiplies() {
			p.show(st.node)
		}
	}
	for _, y := range outputs {
		p.show(y.n)
	}
	for _, label := range p.options.Keep {
		p.show(p.g.names.labels[label].n)
	}
	if m := p.objective(); m != nil {
		for i, grad := range m.grads {
			p.targets = append(p.targets, &target{grad: p.slots[grad], index: i})
		}
		if m.weight != nil {
			p.show(m.weight)
		}
	}
	for _, s := range p.g.states {
		if s.set != nil {
			p.writes = append(p.writes, stateWrite{p.slots[s.leaf], p.show(s.set.n)})
		}
	}
}

// show makes a node's value readable after the run, in the arena.
func (p *program) show(n *gorgonia.Node) *slot {
	if s := p.shown[n]; s != nil {
		return s
	}
	s := p.slots[n]
	if root := s.root(); root.leaf != nil && root.leaf.kind.shared() {
		c := newSlot(nil, s.typ)
		c.def, c.last = len(p.steps), len(p.steps)
		if root.state() && s.def < 0 {
			c.def = -1
		}
		p.snapshots = append(p.snapshots, snapshot{s, c})
		s = c
	}
	s.keep = true
	p.shown[n] = s
	return s
}
