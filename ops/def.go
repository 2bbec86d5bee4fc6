package ops

import (
	"gorgonia.org/gorgonia"
)

// Def defines an operation with one result. Only Name, Infer and Forward must
// be set; without Backward or Gradient the operation has no gradient.
type Def struct {
	// Name is the field's term for it, in lower case: "softmax".
	Name string

	// Infer gives the type of the result, or says what is wrong with the
	// operands: "x [2, 3, 8] · weight [8, 16]: last axis 8, want 16".
	Infer func(in []Type) (Type, error)

	// Forward binds the operation to memory and returns what runs it. What it
	// allocates is allocated once; the closure should allocate nothing.
	Forward func(c *Call) func()

	// Backward likewise, for the gradients of all operands at once. It writes
	// every wanted c.Grad; it does not add to what is there.
	Backward func(c *Call) func()

	// Gradient may be given instead of Backward: it draws the gradients of the
	// operands (nil for none) from other operations.
	Gradient func(in gorgonia.Nodes, out, dy *gorgonia.Node) (gorgonia.Nodes, error)

	// Wrt names the operands that have a gradient; nil means all float ones.
	Wrt []int

	// Reads says what Backward reads, so that the memory of the rest is free
	// as soon as the forward pass is done with it. The zero value means every
	// operand and not the result.
	Reads Reads

	// Saved gives the types of further results that Forward writes only for
	// Backward. Where they were not kept (outside our machine) Backward is
	// preceded by another Forward.
	Saved func(in []Type) []Type

	// Scratch gives the types of memory that Backward needs while it runs.
	Scratch func(in []Type) []Type

	// InPlace lists operands whose memory the result may take over when nothing
	// needs them any more: Forward reads element i before it writes element i.
	InPlace []int

	// GradInPlace lets the first gradient take over the memory of Dy likewise.
	GradInPlace bool

	// View, if it answers true, says that the result is the first operand's
	// memory from an offset on, so that there is nothing to run. Forward must
	// be able to copy all the same.
	View func(in []Type, e *Env) (offset int, ok bool)

	// Updates says that Forward changes the first operand, a tensor that lives
	// between runs, in place. Where that cannot be (outside our machine) the
	// result is a changed copy, which Forward must make when c.Out is not
	// c.In[0].
	Updates bool

	multiplies bool // it makes products of float32 in the precision of its Call

	placed *placement // of a gradient that can be joined with its neighbours
	embeds *rowsOf    // of an Embedding, whose gradient can be added to another
	norm   *norm      // of a normalisation, which can be joined with a sum before it
}

// Reads is what a Backward reads besides the gradient of the result.
type Reads struct {
	In   []int // operands
	Out  bool  // the result
	None bool  // neither
}

func (r Reads) operand(i int) bool {
	if r.None {
		return false
	}
	if r.In == nil {
		return !r.Out
	}
	for _, j := range r.In {
		if i == j {
			return true
		}
	}
	return false
}

// Op is an operation that can be applied any number of times.
type Op struct{ def Def }

// New makes an operation of your own. Each application is a node whose
// operation is a complete gorgonia.SDOp: hash, types, shapes, and one fused
// gradient.
func New(d Def) *Op { return &Op{d} }

// Apply adds the operation to the graph of xs.
func (o *Op) Apply(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return apply(o.def, xs...) }
