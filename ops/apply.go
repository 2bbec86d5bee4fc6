package ops

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"gorgonia.org/gorgonia"
)

// building is held while a graph grows: Gorgonia keeps global state there.
var building sync.Mutex

// Building runs f while no other graph is being built through this package. f
// must not apply operations of this package.
func Building(f func()) {
	building.Lock()
	defer building.Unlock()
	f()
}

// apply infers the types and adds a node for d.
func apply(d Def, xs ...*gorgonia.Node) (*gorgonia.Node, error) {
	for i, x := range xs {
		if x == nil {
			return nil, fmt.Errorf("%s: operand %d is nil", d.Name, i)
		}
		if x.Graph() != xs[0].Graph() {
			return nil, fmt.Errorf("%s: operand %d belongs to another graph", d.Name, i)
		}
	}
	if d.Infer == nil || d.Forward == nil {
		return nil, fmt.Errorf("%s: want both Infer and Forward", d.Name)
	}
	if len(xs) == 0 {
		return nil, fmt.Errorf("%s: want at least one operand", d.Name)
	}
	f := &forward{def: &d, identity: identity{name: d.Name, in: typesOf(xs)}}
	var err error
	if f.out, err = d.Infer(f.in); err != nil {
		return nil, fmt.Errorf("%s: %w", d.Name, err)
	}
	if err := f.out.Check(); err != nil {
		return nil, fmt.Errorf("%s: the result would be %w", d.Name, err)
	}
	if d.Saved != nil {
		f.saved = d.Saved(f.in)
	}
	if d.Scratch != nil {
		f.scratch = d.Scratch(f.in)
	}
	return add(f, xs)
}

// numbered is an operation with an identity.
type numbered interface {
	gorgonia.SDOp
	number(id uint64)
}

var lastID atomic.Uint64

// add puts op into the graph. Gorgonia merges nodes whose 32-bit hashes are
// equal; should a hash collide, another number is tried.
func add(op numbered, xs gorgonia.Nodes) (*gorgonia.Node, error) {
	building.Lock()
	defer building.Unlock()
	for {
		op.number(lastID.Add(1))
		n, err := gorgonia.ApplyOp(op, xs...)
		if err != nil {
			return nil, fmt.Errorf("%v: %w", op, err)
		}
		if n.Op() == gorgonia.Op(op) {
			return n, nil
		}
	}
}

func typesOf(xs gorgonia.Nodes) []Type {
	ts := make([]Type, len(xs))
	for i, x := range xs {
		ts[i] = TypeOf(x)
	}
	return ts
}

// describe writes operands as messages do: "x [2, 3] · y [4]".
func describe(names []string, in []Type) string {
	parts := make([]string, len(in))
	for i, t := range in {
		parts[i] = names[i] + " " + t.String()
	}
	return strings.Join(parts, " · ")
}
