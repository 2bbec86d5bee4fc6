package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Backprop draws the gradients of a scalar-valued program: given dy, the
// gradient of y (of y's type; for a scalar loss a constant 1), it returns the
// gradient of each node of wrt, nil for one that y does not depend on.
//
// It is reverse-mode differentiation over any graph, Gorgonia's own operations
// included, and has none of gorgonia.Grad's limits: y may be of any shape, the
// targets may be intermediate, and another Backprop over the same trunk disturbs
// nothing. It does not set Deriv of the nodes.
func Backprop(y, dy *gorgonia.Node, wrt ...*gorgonia.Node) (gorgonia.Nodes, error) {
	if a, b := TypeOf(y), TypeOf(dy); !a.Equal(b) {
		return nil, fmt.Errorf("backprop: the gradient of y is %s, y is %s", b, a)
	}
	if dy.Graph() == nil { // a constant is nowhere until it is used
		Building(func() { dy = y.Graph().AddNode(dy) })
	}
	t := newTrunk(y, wrt)
	grads := map[*gorgonia.Node]*gorgonia.Node{y: dy}
	for i := len(t.order) - 1; i >= 0; i-- {
		n := t.order[i]
		if grads[n] == nil || len(t.children[n]) == 0 {
			continue
		}
		if err := t.pass(n, grads); err != nil {
			return nil, err
		}
	}
	out := make(gorgonia.Nodes, len(wrt))
	for i, w := range wrt {
		out[i] = grads[w]
	}
	return out, nil
}

// trunk is what lies between the targets and y, children first.
type trunk struct {
	order    gorgonia.Nodes
	children map[*gorgonia.Node]gorgonia.Nodes
	needed   map[*gorgonia.Node]bool // depends on a target
}

func newTrunk(y *gorgonia.Node, wrt gorgonia.Nodes) *trunk {
	t := &trunk{children: map[*gorgonia.Node]gorgonia.Nodes{}, needed: map[*gorgonia.Node]bool{}}
	for _, w := range wrt {
		t.needed[w] = true
	}
	seen := map[*gorgonia.Node]bool{}
	var visit func(n *gorgonia.Node)
	visit = func(n *gorgonia.Node) {
		if seen[n] {
			return
		}
		seen[n] = true
		t.children[n] = Children(n)
		for _, c := range t.children[n] {
			visit(c)
			t.needed[n] = t.needed[n] || t.needed[c]
		}
		if t.needed[n] {
			t.order = append(t.order, n)
		}
	}
	visit(y)
	return t
}

// pass hands the gradient of n on to its children.
func (t *trunk) pass(n *gorgonia.Node, grads map[*gorgonia.Node]*gorgonia.Node) error {
	children := t.children[n]
	op, ok := n.Op().(gorgonia.SDOp)
	if !ok {
		return fmt.Errorf("backprop: %v has no gradient", n.Op())
	}
	wrt := op.DiffWRT(len(children))
	wanted := false
	for i, c := range children {
		wanted = wanted || i < len(wrt) && wrt[i] && t.needed[c]
	}
	if !wanted {
		return nil
	}
	parts, err := symDiff(op, children, n, grads[n])
	if err != nil {
		return fmt.Errorf("backprop: %w", err)
	}
	for i, c := range children {
		if i >= len(parts) || parts[i] == nil || !wrt[i] || !t.needed[c] {
			continue
		}
		if got, want := TypeOf(parts[i]), TypeOf(c); !got.Equal(want) {
			return fmt.Errorf("backprop: %v gave operand %d a gradient of %s, want %s", n.Op(), i, got, want)
		}
		if grads[c] == nil {
			grads[c] = parts[i]
		} else if grads[c], err = accumulate(grads[c], parts[i]); err != nil {
			return err
		}
	}
	return nil
}

// symDiff asks op for its gradients. Ours lock for themselves.
func symDiff(op gorgonia.SDOp, in gorgonia.Nodes, out, dy *gorgonia.Node) (gorgonia.Nodes, error) {
	if PlanOf(op) == nil {
		building.Lock()
		defer building.Unlock()
	}
	return op.SymDiff(in, out, dy)
}

// Children are the operands of n, in order, repetitions kept.
func Children(n *gorgonia.Node) gorgonia.Nodes {
	if n.Graph() == nil {
		return nil
	}
	var children gorgonia.Nodes
	if it := n.Graph().From(n.ID()); it != nil {
		for it.Next() {
			children = append(children, it.Node().(*gorgonia.Node))
		}
	}
	return children
}

// accumulate adds two gradients of one node.
func accumulate(a, b *gorgonia.Node) (*gorgonia.Node, error) {
	if joined, err := joinPlaced(a, b); joined != nil || err != nil {
		return joined, err
	}
	if joined, err := joinEmbedding(a, b); joined != nil || err != nil {
		return joined, err
	}
	return apply(Def{
		Name:    "accumulate",
		Infer:   func(in []Type) (Type, error) { return in[0], nil },
		Forward: byFloat(accumulateForward[float32], accumulateForward[float64]),
		InPlace: []int{0, 1},
		Gradient: func(_ gorgonia.Nodes, _, dy *gorgonia.Node) (gorgonia.Nodes, error) {
			return gorgonia.Nodes{dy, dy}, nil
		},
	}, a, b)
}

func accumulateForward[T kernel.Float](c *Call) func() {
	z, x, y := floats[T](c.Out), floats[T](c.In[0]), floats[T](c.In[1])
	return c.For(len(z), pointGrain, func(lo, hi int) { kernel.Add(z[lo:hi], x[lo:hi], y[lo:hi]) })
}

// pointGrain is how many elements a cheap pointwise loop takes at a time.
const pointGrain = 8192
