package graph

import "gorgonia.org/gorgonia"

// objective is what training minimises.
type objective struct {
	loss, weight *gorgonia.Node // weight is nil for 1
	params       gorgonia.Nodes
	grads        gorgonia.Nodes
}

// target is a parameter whose gradient a program computes.
type target struct {
	grad  *slot
	index int // of the objective's parameters
}

// objective is the drawing's, if this program trains.
func (p *program) objective() *objective {
	if p.options.Training {
		return p.g.objective
	}
	return nil
}

// aim makes the gradients live until they are where they should be: added to
// those of other runs as soon as they are complete, or until the end.
func (p *program) aim() {
	for _, t := range p.targets {
		if p.options.Accumulate && t.grad.def >= 0 {
			st := p.steps[t.grad.def]
			st.feeds = append(st.feeds, t)
			t.grad.root().last = max(t.grad.root().last, t.grad.def)
		} else {
			t.grad.keep = true
		}
	}
}

// settle lets gradients that need not be added up be computed right where they
// are kept. One that shares its memory with another, or with something that is
// shown, is copied there after the last step.
func (p *program) settle() {
	if p.options.Accumulate {
		return
	}
	shared := map[*slot]int{}
	for _, s := range p.shown {
		shared[s.root()]++
	}
	for _, t := range p.targets {
		shared[t.grad.root()]++
	}
	for _, t := range p.targets {
		root := t.grad.root()
		if root.leaf == nil && shared[root] == 1 && root.typ.Size() == t.grad.typ.Size() {
			root.target = t
		}
	}
}
