package graph

import (
	"fmt"
	"sort"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/ops"
)

// schedule lists what the roots need, in the order it was drawn, which is an
// order in which everything comes after its children, and in which a gradient
// is computed soon after what it needs.
func schedule(roots gorgonia.Nodes) (gorgonia.Nodes, error) {
	var order gorgonia.Nodes
	seen := map[*gorgonia.Node]bool{}
	stack := append(gorgonia.Nodes{}, roots...)
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[n] {
			continue
		}
		seen[n] = true
		order = append(order, n)
		stack = append(stack, ops.Children(n)...)
	}
	sort.Slice(order, func(i, j int) bool { return order[i].ID() < order[j].ID() })
	done := map[*gorgonia.Node]bool{}
	for _, n := range order {
		for _, c := range ops.Children(n) {
			if !done[c] {
				return nil, fmt.Errorf("%v was drawn before its operand %v", n, c)
			}
		}
		done[n] = true
	}
	return gather(leavesFirst(order)), nil
}

// leavesFirst is order with what nothing is computed for in front.
func leavesFirst(order gorgonia.Nodes) gorgonia.Nodes {
	sort.SliceStable(order, func(i, j int) bool { return order[i].Op() == nil && order[j].Op() != nil })
	return order
}

// ahead is how far a node is looked for that may run beside another.
const ahead = 16

// gather brings small nodes that may run side by side next to each other: one
// that is drawn a little later and whose operands are there already comes at
// once, as the projections to queries, keys and values do. Larger ones stay
// where they are: what they compute would take memory for longer.
func gather(order gorgonia.Nodes) gorgonia.Nodes {
	position := map[*gorgonia.Node]int{} // of those that are in their places
	for i, n := range order {
		position[n] = i
	}
	for i, n := range order {
		if !worthwhile(workOf(n)) {
			continue
		}
		next := i + 1
		for j := next; j < min(i+ahead, len(order)) && next-i < mostAbreast; j++ {
			m := order[j]
			if !worthwhile(workOf(m)) || !ready(m, position, i) {
				continue
			}
			copy(order[next+1:j+1], order[next:j])
			order[next] = m
			for k := next; k <= j; k++ {
				position[order[k]] = k
			}
			next++
		}
	}
	return order
}

// ready reports whether all operands of n come before position i.
func ready(n *gorgonia.Node, position map[*gorgonia.Node]int, i int) bool {
	for _, c := range ops.Children(n) {
		if position[c] >= i {
			return false
		}
	}
	return true
}

// workOf is how many elements a node reads and writes; 0 for what is not ours,
// does nothing, or changes a state, whose order matters.
func workOf(n *gorgonia.Node) int {
	if n.Op() == nil {
		return 0
	}
	plan := ops.PlanOf(n.Op())
	if plan == nil || plan.PartOf != nil || plan.Updates {
		return 0
	}
	if _, view := plan.View(&ops.Env{}); view {
		return 0
	}
	work := 0
	for i, c := range ops.Children(n) {
		if plan.Reads[i] {
			work += ops.TypeOf(c).Size()
		}
	}
	for _, t := range plan.Results {
		work += t.Size()
	}
	return work
}
