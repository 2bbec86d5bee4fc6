package ops

import (
	"gorgonia.org/gorgonia"
)

// Plan is what a machine must know of an operation of this package to run it on
// memory of its own. Package graph's machine is made of them.
type Plan struct {
	Name string

	// Results are the tensors it writes: the result and then, Saved of them,
	// what only its gradient reads; or the gradients. One that nobody reads
	// may be left without memory.
	Results []Type
	Saved   int

	// Reads says, by child, whether the loops read it.
	Reads []bool

	// Multiplies says that it makes products of float32, in the precision it is
	// given.
	Multiplies bool

	// GradientOf is the operation whose gradients these are, or nil.
	GradientOf gorgonia.Op

	// SavedBy is the operation whose saved results it also reads, or nil.
	SavedBy gorgonia.Op

	// PartOf and Index: it runs nothing, its value is result Index of PartOf.
	PartOf gorgonia.Op
	Index  int

	// Takes lists (result, child) pairs that may share memory when nothing
	// else needs the child any more.
	Takes [][2]int

	// View answers true if the result is child 0's memory from offset on.
	View func(e *Env) (offset int, ok bool)

	// Updates: child 0 lives between runs and is changed in place.
	Updates bool

	// Scratch is memory that it needs only while it runs.
	Scratch []Type

	// Bind binds it to memory and returns what runs it.
	Bind func(m Memory) func()
}

// Memory is what a machine gives an operation: its children, its results, what
// the operation at SavedBy has saved, and scratch.
type Memory struct {
	In, Results, Saved, Scratch []Array
	Env                         *Env

	Precision Precision // of products
	Weights   []Weight  // by child, nil for what is none; may be shorter
}

// PlanOf is the plan of an operation made by this package, or nil.
func PlanOf(op gorgonia.Op) *Plan {
	switch op := op.(type) {
	case *forward:
		return op.plan()
	case *backward:
		return op.plan()
	case *part:
		return &Plan{Name: op.name, PartOf: op.of, Index: op.index, Results: []Type{op.out}}
	}
	return nil
}

func (f *forward) plan() *Plan {
	p := &Plan{
		Name:    f.name,
		Results: append([]Type{f.out}, f.saved...),
		Saved:   len(f.saved),
		Reads:   allTrue(len(f.in)),
		Updates: f.def.Updates,

		Multiplies: f.def.multiplies,
		View:       func(*Env) (int, bool) { return 0, false },
	}
	for _, i := range f.def.InPlace {
		if f.in[i].Size() == f.out.Size() && f.in[i].Dtype == f.out.Dtype {
			p.Takes = append(p.Takes, [2]int{0, i})
		}
	}
	if f.def.View != nil {
		p.View = func(e *Env) (int, bool) { return f.def.View(f.in, e) }
	}
	p.Bind = func(m Memory) func() {
		return f.def.Forward(&Call{In: m.In, Out: m.Results[0], Saved: m.Results[1:], Env: m.Env, Precision: m.Precision, Weights: m.Weights})
	}
	return p
}

func (b *backward) plan() *Plan {
	p := &Plan{Name: b.name, GradientOf: b.of, Multiplies: b.of.def.multiplies, Scratch: b.of.scratch, View: func(*Env) (int, bool) { return 0, false }}
	for _, i := range b.wrt {
		p.Results = append(p.Results, b.of.in[i])
	}
	for k, o := range b.reads {
		p.Reads = append(p.Reads, o.read)
		if o.index == gradientOf && b.of.def.GradInPlace && b.of.in[b.wrt[0]].Equal(b.of.out) {
			p.Takes = append(p.Takes, [2]int{0, k})
		}
	}
	if len(b.of.saved) > 0 {
		p.SavedBy = b.of
	}
	p.Bind = func(m Memory) func() { return b.of.def.Backward(b.call(m)) }
	return p
}
