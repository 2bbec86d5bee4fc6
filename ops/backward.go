package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
)

// backward computes all gradients of one application at once. A Gorgonia node
// has one result: where there are several gradients it is a flat vector of them
// all, and a part names each. Our machine gives each its own memory and runs
// nothing for a part.
type backward struct {
	identity
	of    *forward
	wrt   []int // the operands with a gradient, in order
	reads []operand
}

// operand says what a child of a backward node is.
type operand struct {
	index int  // of the forward's operands; resultOf or gradientOf below
	read  bool // false: only there for what was not saved, or for the order
}

const (
	resultOf   = -1
	gradientOf = -2
)

// applyBackward adds the backward node and its parts.
func applyBackward(f *forward, in gorgonia.Nodes, out, dy *gorgonia.Node) (gorgonia.Nodes, error) {
	b := &backward{of: f, wrt: f.wrt()}
	var xs gorgonia.Nodes
	push := func(x *gorgonia.Node, o operand) { xs, b.reads = append(xs, x), append(b.reads, o) }
	for i, x := range in {
		if read := f.def.Reads.operand(i); read || len(f.saved) > 0 {
			push(x, operand{i, read})
		}
	}
	if f.def.Reads.Out || len(f.saved) > 0 {
		push(out, operand{resultOf, f.def.Reads.Out})
	}
	push(dy, operand{gradientOf, true})
	b.identity = identity{name: f.name + " gradient", in: typesOf(xs), out: b.bundle()}
	n, err := add(b, xs)
	if err != nil {
		return nil, err
	}
	return b.split(n, len(in))
}

// bundle is the type of the node's one result.
func (b *backward) bundle() Type {
	if len(b.wrt) == 1 {
		return b.of.in[b.wrt[0]]
	}
	n := 0
	for _, i := range b.wrt {
		n += b.of.in[i].Size()
	}
	return b.of.in[b.wrt[0]].With(n)
}

// split names the gradients, one per operand of the forward.
func (b *backward) split(n *gorgonia.Node, arity int) (gorgonia.Nodes, error) {
	grads := make(gorgonia.Nodes, arity)
	if len(b.wrt) == 1 {
		grads[b.wrt[0]] = n
		return grads, nil
	}
	for k, i := range b.wrt {
		p := &part{of: b, index: k}
		p.identity = identity{name: fmt.Sprintf("%s of operand %d", b.name, i), in: []Type{b.out}, out: b.of.in[i]}
		var err error
		if grads[i], err = add(p, gorgonia.Nodes{n}); err != nil {
			return nil, err
		}
	}
	return grads, nil
}

// DiffWRT is all true, so that whoever differentiates twice meets SymDiff's
// error instead of a zero.
func (b *backward) DiffWRT(n int) []bool { return allTrue(n) }

// SymDiff says that there is no double backward.
func (b *backward) SymDiff(gorgonia.Nodes, *gorgonia.Node, *gorgonia.Node) (gorgonia.Nodes, error) {
	return nil, fmt.Errorf("%s: a second derivative through the fused operation %s is not defined; build it from plain operations", b.name, b.of.name)
}

// Do computes the gradients, all of them.
func (b *backward) Do(values ...gorgonia.Value) (gorgonia.Value, error) {
	out := NewArray(b.out)
	if err := b.run(out, values); err != nil {
		return nil, err
	}
	return valueOf(out), nil
}

// UsePreallocDo likewise, into the memory of prealloc.
func (b *backward) UsePreallocDo(prealloc gorgonia.Value, values ...gorgonia.Value) (gorgonia.Value, error) {
	return intoPrealloc(b.out, prealloc, func(out Array) error { return b.run(out, values) })
}

// run is how it goes without our machine: what Forward would have saved is
// computed again, so that no operation remembers anything of a run.
func (b *backward) run(out Array, values []gorgonia.Value) error {
	children, err := arraysOf(b.name, b.in, values)
	if err != nil {
		return err
	}
	env := &Env{Training: true}
	c := b.call(Memory{In: children, Results: b.parts(out), Saved: newArrays(b.of.saved), Scratch: newArrays(b.of.scratch), Env: env})
	if len(b.of.saved) > 0 {
		b.of.def.Forward(&Call{In: c.In, Out: NewArray(b.of.out), Saved: c.Saved, Env: env})()
		if err := env.Failure(); err != nil {
			return err
		}
	}
	b.of.def.Backward(c)()
	return env.Failure()
}

// parts cuts the bundle into the gradients.
func (b *backward) parts(out Array) []Array {
	if len(b.wrt) == 1 {
		return []Array{out}
	}
	var grads []Array
	at := 0
	for _, i := range b.wrt {
		t := b.of.in[i]
		grads = append(grads, out.Slice(at, at+t.Size(), t))
		at += t.Size()
	}
	return grads
}

// call arranges a backward's memory as Def.Backward wants it.
func (b *backward) call(m Memory) *Call {
	c := &Call{In: typesOnly(b.of.in), Out: Array{Type: b.of.out}, Saved: m.Saved, Grad: typesOnly(b.of.in), Scratch: m.Scratch, Env: m.Env, Precision: m.Precision}
	for k, o := range b.reads {
		switch o.index {
		case resultOf:
			c.Out = m.In[k]
		case gradientOf:
			c.Dy = m.In[k]
		default:
			c.In[o.index] = m.In[k]
		}
	}
	for k, i := range b.wrt {
		c.Grad[i] = m.Results[k]
	}
	return c
}

func allTrue(n int) []bool {
	b := make([]bool, n)
	for i := range b {
		b[i] = true
	}
	return b
}
