package graph

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// Node is a symbolic tensor. After a failure it is a harmless stand-in.
//
// Its methods each add one operation and never fail in the caller's face: what
// is wrong sticks to the graph, and Compile tells.
type Node struct {
	g     *Graph
	n     *gorgonia.Node // nil in a stand-in
	scope string         // where the parameters it was last combined with live
}

// Gorgonia is the node underneath, nil in a stand-in.
func (x *Node) Gorgonia() *gorgonia.Node {
	if x == nil {
		return nil
	}
	return x.n
}

// Graph is the drawing the node belongs to.
func (x *Node) Graph() *Graph {
	if x == nil {
		return nil
	}
	return x.g
}

// Shape is the shape, nil in a stand-in.
func (x *Node) Shape() []int {
	if x == nil || x.n == nil {
		return nil
	}
	return append([]int{}, x.n.Shape()...)
}

// Rank is the number of axes, 0 in a stand-in.
func (x *Node) Rank() int { return len(x.Shape()) }

// Dtype is Float32, Float64, Int or Bool.
func (x *Node) Dtype() tensor.Dtype {
	switch {
	case x == nil:
		return tensor.Float32
	case x.n == nil:
		return x.g.dtype
	}
	return x.n.Dtype()
}

// IsFloat reports whether the elements are floats; those of a stand-in are.
func (x *Node) IsFloat() bool { return x == nil || x.n == nil || ops.TypeOf(x.n).Float() }

// Dim is the length of an axis; −1 is the last. There is always an answer: an
// axis that x lacks is an error that sticks, and 1.
func (x *Node) Dim(axis int) int {
	s := x.Shape()
	a := axis
	if a < 0 {
		a += len(s)
	}
	if a >= 0 && a < len(s) {
		return s[a]
	}
	if x != nil && x.n != nil {
		x.g.fail(x.scope, "axis %d of %s: want %d to %d", axis, x, -len(s), len(s)-1)
	}
	return 1
}

// String is the node's path, if it has one, and its type: "x [2, 3, 8]".
func (x *Node) String() string {
	if x == nil || x.n == nil {
		return "(failed)"
	}
	t := ops.TypeOf(x.n).String()
	if l := x.g.leaves[x.n]; l != nil {
		return l.path + " " + t
	}
	return t
}

// As names a node, so that Options.Keep can ask for it and errors can tell it.
func (x *Node) As(label string) *Node {
	if x == nil || x.n == nil {
		return x
	}
	if old := x.g.names.labels[label]; old != nil && old.n != x.n {
		return x.g.fail(x.scope, "label %q: given twice", label)
	}
	x.g.names.labels[label] = x
	return x
}

// scopeOf is the scope of the first parameter among xs, else of the first node
// that has any.
func scopeOf(xs []*Node) string {
	for _, x := range xs {
		if x != nil && x.n != nil && x.g.leaves[x.n] != nil && x.g.leaves[x.n].kind == parameter {
			return x.scope
		}
	}
	for _, x := range xs {
		if x != nil && x.scope != "" {
			return x.scope
		}
	}
	return ""
}

// graphOf is the drawing of the first node that has one.
func graphOf(xs ...*Node) *Graph {
	for _, x := range xs {
		if x != nil {
			return x.g
		}
	}
	return nil
}
