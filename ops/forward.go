package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
)

// forward is one application of a Def.
type forward struct {
	identity
	def     *Def
	saved   []Type
	scratch []Type // of its backward
}

var _ gorgonia.SDOp = (*forward)(nil)

// DiffWRT reports which operands have a gradient.
func (f *forward) DiffWRT(n int) []bool {
	wrt := make([]bool, n)
	if f.def.Backward == nil && f.def.Gradient == nil {
		return wrt
	}
	for _, i := range f.wrt() {
		wrt[i] = true
	}
	return wrt
}

func (f *forward) wrt() []int {
	if f.def.Wrt != nil {
		return f.def.Wrt
	}
	var wrt []int
	for i, t := range f.in {
		if t.Float() {
			wrt = append(wrt, i)
		}
	}
	return wrt
}

// SymDiff draws the gradients of the operands, given that of the result.
func (f *forward) SymDiff(in gorgonia.Nodes, out, dy *gorgonia.Node) (gorgonia.Nodes, error) {
	switch {
	case f.def.Gradient != nil:
		return f.def.Gradient(in, out, dy)
	case f.def.Backward != nil:
		return applyBackward(f, in, out, dy)
	}
	return nil, fmt.Errorf("%s has no gradient", f.name)
}

// Do runs the operation on values.
func (f *forward) Do(values ...gorgonia.Value) (gorgonia.Value, error) {
	out := NewArray(f.out)
	if err := f.run(out, values); err != nil {
		return nil, err
	}
	return valueOf(out), nil
}

// UsePreallocDo runs the operation into the memory of prealloc.
func (f *forward) UsePreallocDo(prealloc gorgonia.Value, values ...gorgonia.Value) (gorgonia.Value, error) {
	return intoPrealloc(f.out, prealloc, func(out Array) error { return f.run(out, values) })
}

func (f *forward) run(out Array, values []gorgonia.Value) error {
	in, err := arraysOf(f.name, f.in, values)
	if err != nil {
		return err
	}
	c := &Call{In: in, Out: out, Saved: typesOnly(f.saved), Env: &Env{Training: true}}
	f.def.Forward(c)()
	return c.Env.Failure()
}
