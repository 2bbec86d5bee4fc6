package graph

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// slot is a value of a program: what it is, where it lives and for how long.
// Time is counted in steps; −1 is before the first, len(steps) after the last.
type slot struct {
	node *gorgonia.Node // nil for what is saved for a backward
	typ  ops.Type
	leaf *leaf // nil in the arena

	alias  *slot // whose memory it shares, from element offset on
	offset int

	def, last int // the steps that write it first and read it last
	keep      bool
	at        int     // byte offset in the arena
	target    *target // whose gradient it is, in the gradient's own memory
}

func newSlot(n *gorgonia.Node, t ops.Type) *slot {
	return &slot{node: n, typ: t, def: -1, last: -1}
}

// root owns the memory.
func (s *slot) root() *slot {
	for s.alias != nil {
		s = s.alias
	}
	return s
}

// start is the element of the root at which s begins.
func (s *slot) start() int {
	n := 0
	for ; s.alias != nil; s = s.alias {
		n += s.offset
	}
	return n
}

// planned reports whether a root's memory is in the arena.
func (s *slot) planned() bool {
	return (s.leaf == nil || s.leaf.kind == input) && s.target == nil
}

func (s *slot) bytes() int { return s.typ.Size() * width(s.typ.Dtype) }

// width is the size of an element in bytes.
func width(dt tensor.Dtype) int { return int(dt.Size()) }

// step is one instruction: an operation of ours or of Gorgonia's, with all its
// results. A loop over time will be another kind of step, with a program of its
// own, that binds and runs like these.
type step struct {
	node    *gorgonia.Node
	plan    *ops.Plan // nil for an operation of Gorgonia's
	in      []*slot
	results []*slot   // nil where nobody reads
	saved   []*slot   // of the forward step, for a backward
	scratch []*slot   // needed only while it runs
	feeds   []*target // whose gradients are complete after this step, to be added up
	dead    []*slot   // roots that nothing reads after this step
	group   group     // of steps beside which it runs

	precision Precision // of its products
}

// reads reports whether the step reads child i.
func (s *step) reads(i int) bool { return s.plan == nil || s.plan.Reads[i] }

func (s *step) name() string {
	if s.plan != nil {
		return s.plan.Name
	}
	return s.node.Op().String()
}
