package ops

import (
	"gorgonia.org/gorgonia"
)

// part is one of several gradients that a backward computes.
type part struct {
	identity
	of    *backward
	index int // among the backward's gradients
}

// DiffWRT is true: see backward.DiffWRT.
func (p *part) DiffWRT(n int) []bool { return allTrue(n) }

// SymDiff says that there is no double backward.
func (p *part) SymDiff(in gorgonia.Nodes, out, dy *gorgonia.Node) (gorgonia.Nodes, error) {
	return p.of.SymDiff(in, out, dy)
}

// Do copies the part out of the bundle.
func (p *part) Do(values ...gorgonia.Value) (gorgonia.Value, error) {
	out := NewArray(p.out)
	if err := p.run(out, values); err != nil {
		return nil, err
	}
	return valueOf(out), nil
}

// UsePreallocDo likewise, into the memory of prealloc.
func (p *part) UsePreallocDo(prealloc gorgonia.Value, values ...gorgonia.Value) (gorgonia.Value, error) {
	return intoPrealloc(p.out, prealloc, func(out Array) error { return p.run(out, values) })
}

func (p *part) run(out Array, values []gorgonia.Value) error {
	in, err := arraysOf(p.name, []Type{p.of.out}, values)
	if err != nil {
		return err
	}
	out.Copy(p.of.parts(in[0])[p.index])
	return nil
}
