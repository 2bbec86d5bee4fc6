package graph

import (
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/ops"
)

// Minimize makes a training program (Options.Training) compute the gradient of
// loss, a scalar, for every parameter it depends on, into the machine's
// Gradients. In an evaluating program it does nothing.
//
// A loss that is a mean over a varying number of things, such as tokens, has
// that number as weight, a scalar node: the gradients are then multiplied by it
// and Gradients.Mean divides by the sum over the runs, so that micro-batches
// weigh as they would in one large batch. A nil weight is 1.
func (g *Graph) Minimize(loss, weight *Node) {
	switch {
	case g.err != nil:
		return
	case g.objective != nil:
		g.fail("", "minimize: the drawing has a loss already; add the two")
		return
	case loss == nil || loss.g != g || weight != nil && weight.g != g:
		g.fail("", "minimize: want a loss and a weight of this drawing")
		return
	case loss.Rank() != 0 || !ops.TypeOf(loss.n).Float():
		g.fail(loss.scope, "minimize: the loss is %s: want a scalar", loss)
		return
	}
	seed := g.Scope().Number(1)
	if weight != nil {
		seed = weight.Cast(loss.Dtype())
	}
	if seed.Rank() != 0 {
		g.fail(weight.scope, "minimize: the weight is %s: want a scalar", weight)
		return
	}
	m := &objective{loss: loss.n}
	if weight != nil {
		m.weight = seed.n
	}
	params := g.params
	for i, grad := range g.backprop(loss, seed, params) {
		if grad != nil {
			m.params, m.grads = append(m.params, params[i].n), append(m.grads, grad)
		}
	}
	if g.err == nil {
		g.objective = m
	}
}

// Backprop draws the gradients of loss, a scalar, for each target, which may be
// any node; a target that loss does not depend on has a gradient of zeros.
// Several calls over one trunk do not disturb each other.
func (g *Graph) Backprop(loss *Node, targets ...*Node) []*Node {
	grads := make([]*Node, len(targets))
	if loss == nil || loss.g != g || loss.Rank() != 0 {
		g.fail("", "backprop: the loss is %s: want a scalar of this drawing", loss)
	}
	drawn := g.backprop(loss, g.Scope().Number(1), targets)
	for i, t := range targets {
		switch {
		case g.err != nil:
			grads[i] = &Node{g: g}
		case drawn[i] == nil:
			grads[i] = g.Scope().Const(ops.NewArray(ops.TypeOf(t.n)).Dense())
		default:
			grads[i] = &Node{g: g, n: drawn[i], scope: t.scope}
		}
	}
	return grads
}

// backprop gives nil for what loss does not depend on.
func (g *Graph) backprop(loss, seed *Node, targets []*Node) gorgonia.Nodes {
	if g.err != nil {
		return nil
	}
	wrt := make(gorgonia.Nodes, len(targets))
	for i, t := range targets {
		if t == nil || t.g != g || t.n == nil {
			g.fail("", "backprop: target %d is not a node of this drawing", i)
			return nil
		}
		wrt[i] = t.n
	}
	grads, err := ops.Backprop(loss.n, seed.n, wrt...)
	if err != nil {
		g.fail(loss.scope, "%w", err)
		return nil
	}
	ops.Building(func() {
		for i, grad := range grads {
			if grad != nil {
				gorgonia.SetDerivOf(grad, wrt[i])
			}
		}
	})
	return grads
}
