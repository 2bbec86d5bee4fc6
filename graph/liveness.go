package graph

import "fmt"

// liveness finds the last step that needs each piece of memory.
func (p *program) liveness() {
	for t, st := range p.steps {
		for i, s := range st.in {
			if st.reads(i) {
				s.root().last = max(s.root().last, t)
			}
		}
		for _, s := range st.saved {
			s.last = max(s.last, t)
		}
		for _, s := range st.results {
			if s != nil {
				s.root().last = max(s.root().last, t)
			}
		}
	}
	for _, s := range p.shown {
		s.root().last = len(p.steps)
	}
	for _, t := range p.targets {
		if t.grad.keep {
			t.grad.root().last = len(p.steps)
		}
	}
}

// takeOver lets results live where an operand dies, if the operation allows it
// and nothing else looks at that memory.
func (p *program) takeOver() {
	for t, st := range p.steps {
		if st.plan == nil {
			continue
		}
		for _, pair := range st.plan.Takes {
			r, x := st.results[pair[0]], st.in[pair[1]]
			if r == nil || r.alias != nil || !p.dies(x, t, r, st) {
				continue
			}
			r.alias = x.root()
			x.root().last = max(x.root().last, r.last)
		}
	}
}

// dies reports whether x's memory is free for r from step t on.
func (p *program) dies(x *slot, t int, r *slot, st *step) bool {
	root := x.root()
	if !root.planned() || root.last != t || root.typ.Dtype != r.typ.Dtype || root.typ.Size() != r.typ.Size() {
		return false
	}
	readers := 0
	for _, s := range st.in {
		if s.root() == root {
			readers++
		}
	}
	return readers == 1
}

// bury notes, at each step, the memory that is free after it.
func (p *program) bury() {
	for _, s := range p.owners() {
		if s.last >= 0 && s.last < len(p.steps) {
			st := p.steps[s.last]
			st.dead = append(st.dead, s)
		}
	}
}

// owners are the slots that own memory in the arena.
func (p *program) owners() []*slot {
	var roots []*slot
	add := func(s *slot) {
		if s != nil && s.alias == nil && s.planned() {
			roots = append(roots, s)
		}
	}
	for _, s := range p.leaves {
		add(s)
	}
	for _, c := range p.snapshots {
		add(c.to)
	}
	for _, st := range p.steps {
		for _, s := range st.results {
			add(s)
		}
		for _, s := range st.scratch {
			add(s)
		}
	}
	return roots
}

// checkReads refuses a program that reads a state by an old name after it has
// been changed, where the new contents already are.
func (p *program) checkReads() error {
	changes := map[*slot][]int{}
	for t, st := range p.steps {
		if st.plan != nil && st.plan.Updates && st.in[0].root().state() {
			changes[st.in[0].root()] = append(changes[st.in[0].root()], t)
		}
	}
	stale := func(what string, s *slot, t int) error {
		for _, at := range changes[s.root()] {
			if s.def < at && at < t {
				return fmt.Errorf("%s reads state %s after it was changed: read what Append or Reorder returned", what, s.root().leaf.path)
			}
		}
		return nil
	}
	for t, st := range p.steps {
		for _, s := range st.in {
			if err := stale(st.name(), s, t); err != nil {
				return err
			}
		}
	}
	for _, c := range p.snapshots {
		if c.to.def >= 0 {
			if err := stale("an output", c.from, len(p.steps)); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkStates refuses states of other types than the program's.
func (p *program) checkStates(s *States) error {
	for _, l := range p.leaves {
		if l.state() {
			if err := s.check(l.leaf.path, l.typ); err != nil {
				return err
			}
		}
	}
	return nil
}
