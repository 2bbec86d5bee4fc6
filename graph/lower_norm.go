package graph

import (
	"slices"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/ops"
)

// joinNorm makes of a step that adds, and of s, a norm of the sum, one step,
// which it returns; nil if they are not such. The norm then runs where the sum
// did, so all else that it reads must be there from the beginning.
func (p *program) joinNorm(s *slot, children gorgonia.Nodes, save bool) *step {
	in := p.slotsOf(children)
	x := in[0]
	if x.leaf != nil || x.alias != nil || slices.ContainsFunc(in[1:], func(w *slot) bool { return w.leaf == nil }) {
		return nil
	}
	sum := p.steps[x.def]
	plan := ops.ResidualNorm(sum.node.Op(), s.node.Op())
	if plan == nil || sum.results[0] != x {
		return nil
	}
	s.def = x.def
	last := len(plan.Results) - 1
	results := make([]*slot, last+1)
	results[0], results[last] = s, x
	for i := 1; i < last && save; i++ {
		results[i] = newSlot(nil, plan.Results[i])
		results[i].def = s.def
	}
	sum.node, sum.plan, sum.in, sum.results = s.node, plan, append(sum.in, in[1:]...), results
	return sum
}
