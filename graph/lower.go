package graph

import (
	"fmt"
	"slices"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// lower turns the nodes into steps and slots.
func (p *program) lower(order gorgonia.Nodes) error {
	byOp := map[gorgonia.Op]*step{}
	saving := savers(order)
	for _, n := range order {
		s := newSlot(n, ops.TypeOf(n))
		p.slots[n] = s
		children := ops.Children(n)
		if len(children) == 0 {
			if err := p.lowerLeaf(s); err != nil {
				return err
			}
			continue
		}
		plan := ops.PlanOf(n.Op())
		if plan == nil && !storable(s.typ.Dtype) {
			return fmt.Errorf("%v gives %v: want float32, float64, int or bool", n.Op(), s.typ.Dtype)
		}
		if plan != nil && plan.PartOf != nil {
			of := byOp[plan.PartOf]
			s.def = p.slots[of.node].def
			of.results[plan.Index] = s
			continue
		}
		if st := p.joinNorm(s, children, saving[n.Op()]); st != nil {
			byOp[n.Op()] = st
			continue
		}
		st := &step{node: n, plan: plan, in: p.slotsOf(children)}
		byOp[n.Op()] = st
		p.lowerStep(st, s, saving[n.Op()])
		if plan != nil && plan.SavedBy != nil {
			forward := byOp[plan.SavedBy]
			st.saved = forward.results[1:]
		}
	}
	return nil
}

// savers are the operations whose saved results a backward in order reads.
func savers(order gorgonia.Nodes) map[gorgonia.Op]bool {
	saving := map[gorgonia.Op]bool{}
	for _, n := range order {
		if n.Op() == nil {
			continue
		}
		if plan := ops.PlanOf(n.Op()); plan != nil && plan.SavedBy != nil {
			saving[plan.SavedBy] = true
		}
	}
	return saving
}

// lowerStep decides where the results of st go; s is the slot of its node.
func (p *program) lowerStep(st *step, s *slot, save bool) {
	if st.plan != nil {
		if offset, ok := st.plan.View(&ops.Env{Training: p.options.Training}); ok {
			s.alias, s.offset = st.in[0], offset
			s.def = st.in[0].def
			return
		}
	}
	s.def = len(p.steps)
	p.steps = append(p.steps, st)
	st.results = []*slot{s}
	if st.plan == nil {
		return
	}
	st.results = make([]*slot, len(st.plan.Results))
	if len(st.plan.Results) == 1 || st.plan.Saved > 0 {
		st.results[0] = s
	}
	for i := len(st.plan.Results) - st.plan.Saved; i < len(st.plan.Results) && save; i++ {
		st.results[i] = newSlot(nil, st.plan.Results[i])
		st.results[i].def = s.def
	}
	for _, t := range st.plan.Scratch {
		st.scratch = append(st.scratch, &slot{typ: t, def: s.def, last: s.def})
	}
	if st.plan.Updates && st.in[0].root().state() {
		s.alias = st.in[0]
	}
}

func (s *slot) state() bool { return s.leaf != nil && s.leaf.kind == state }

// touchesState reports whether the step reads or writes a state.
func (s *step) touchesState() bool {
	touches := func(slots []*slot) bool {
		return slices.ContainsFunc(slots, func(x *slot) bool { return x != nil && x.root().state() })
	}
	return touches(s.in) || touches(s.results)
}

// lowerLeaf finds out what kind of leaf s is.
func (p *program) lowerLeaf(s *slot) error {
	s.leaf = p.g.leaves[s.node]
	if s.leaf == nil {
		s.leaf = &leaf{kind: foreign, path: s.node.Name()}
	}
	if !storable(s.typ.Dtype) {
		return fmt.Errorf("%s is of %v: want float32, float64, int or bool", s.leaf.path, s.typ.Dtype)
	}
	p.leaves = append(p.leaves, s)
	return nil
}

func (p *program) slotsOf(nodes gorgonia.Nodes) []*slot {
	slots := make([]*slot, len(nodes))
	for i, n := range nodes {
		slots[i] = p.slots[n]
	}
	return slots
}

func storable(dt tensor.Dtype) bool {
	return dt == tensor.Float32 || dt == tensor.Float64 || dt == tensor.Int || dt == tensor.Bool
}
