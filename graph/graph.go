package graph

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
	"github.com/gaze-ml/gaze/weights"
)

// Graph is a drawing: nodes, and the first thing that went wrong. It is drawn
// by one goroutine; the machines compiled from it may run on any.
type Graph struct {
	expr  *gorgonia.ExprGraph
	store *weights.Store
	dtype tensor.Dtype // of parameters and float inputs

	err    error
	params []*Node
	leaves map[*gorgonia.Node]*leaf
	names  names
	states []*State

	objective *objective
}

// New begins a drawing in float32 whose parameters live in store. A nil store
// is a new one with seed 0.
func New(store *weights.Store) *Graph { return newGraph(store, tensor.Float32) }

// NewFloat64 begins a drawing in float64, which is for checking gradients
// rather than for training.
func NewFloat64(store *weights.Store) *Graph { return newGraph(store, tensor.Float64) }

func newGraph(store *weights.Store, dt tensor.Dtype) *Graph {
	if store == nil {
		store = weights.New(0)
	}
	return &Graph{
		expr:   gorgonia.NewGraph(),
		store:  store,
		dtype:  dt,
		leaves: map[*gorgonia.Node]*leaf{},
		names:  newNames(),
	}
}

// Scope is the outermost scope, whose path is empty.
func (g *Graph) Scope() *Scope { return &Scope{g: g} }

// Store is where the parameters live.
func (g *Graph) Store() *weights.Store { return g.store }

// Err is the first error of the drawing, or nil.
func (g *Graph) Err() error { return g.err }

// Params are the parameters declared so far, in that order.
func (g *Graph) Params() []*Node { return append([]*Node{}, g.params...) }

// Expr is the Gorgonia graph under the drawing.
func (g *Graph) Expr() *gorgonia.ExprGraph { return g.expr }

// fail keeps the first error, and answers with a stand-in: a node that takes
// part in everything and means nothing.
func (g *Graph) fail(scope, format string, args ...any) *Node {
	if g.err == nil {
		g.err = located(scope, fmt.Errorf(format, args...))
	}
	return &Node{g: g, scope: scope}
}

// Wrap takes a node of Gorgonia's into the drawing, or its error:
//
//	y := g.Wrap(gorgonia.Tanh(x.Gorgonia()))
func (g *Graph) Wrap(n *gorgonia.Node, err error) *Node {
	switch {
	case err != nil:
		return g.fail("", "%w", err)
	case n == nil:
		return g.fail("", "wrap: the node is nil")
	case n.Graph() != g.expr:
		return g.fail("", "wrap: %s belongs to another graph", n.Name())
	}
	return &Node{g: g, n: n}
}

// Apply adds any operation of Gorgonia's, of another package's, or of your own.
func (g *Graph) Apply(op gorgonia.Op, xs ...*Node) *Node {
	if op == nil {
		return g.fail(scopeOf(xs), "apply: the operation is nil")
	}
	return g.draw(func(ns ...*gorgonia.Node) (n *gorgonia.Node, err error) {
		ops.Building(func() { n, err = gorgonia.ApplyOp(op, ns...) })
		return n, err
	}, xs...)
}

// Call adds an operation that ops.New has made.
func (g *Graph) Call(op *ops.Op, xs ...*Node) *Node {
	if op == nil {
		return g.fail(scopeOf(xs), "call: the operation is nil")
	}
	return g.draw(op.Apply, xs...)
}

// draw adds what f makes of xs, unless something is wrong already.
func (g *Graph) draw(f func(ns ...*gorgonia.Node) (*gorgonia.Node, error), xs ...*Node) (y *Node) {
	scope := scopeOf(xs)
	if g.err != nil {
		return &Node{g: g, scope: scope}
	}
	ns := make([]*gorgonia.Node, len(xs))
	for i, x := range xs {
		if why := g.refuses(x); why != "" {
			return g.fail(scope, "operand %d%s", i, why)
		}
		ns[i] = x.n
	}
	n, err := guarded(f, ns)
	if err != nil {
		return g.fail(scope, "%w", err)
	}
	g.names.scopes[n] = scope
	return &Node{g: g, n: n, scope: scope}
}

// refuses says what keeps x from being an operand in this drawing.
func (g *Graph) refuses(x *Node) string {
	switch {
	case x == nil:
		return " is nil"
	case x.g != g:
		return fmt.Sprintf(", %s, belongs to another graph", x)
	case x.n == nil:
		return " has no value"
	}
	return ""
}

// guarded turns a panic in an operation's own code into an error.
func guarded(f func(ns ...*gorgonia.Node) (*gorgonia.Node, error), ns gorgonia.Nodes) (n *gorgonia.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("drawing the operation panicked: %v", r)
		}
	}()
	return f(ns...)
}
