package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
)

// resolved applies an operation whose arguments can be understood only with the
// types of its operands at hand, as an axis that counts from the end. define
// returns the type of the result and the rest of the Def, or what is wrong.
func resolved(name string, define func(in []Type) (Type, Def, error), xs ...*gorgonia.Node) (*gorgonia.Node, error) {
	for _, x := range xs {
		if x == nil {
			return apply(Def{Name: name}, xs...) // which says which
		}
	}
	in := typesOf(xs)
	for i, t := range in {
		if t.Size() == 0 {
			return nil, fmt.Errorf("%s: operand %d is %s: every axis must be at least 1", name, i, t)
		}
	}
	out, d, err := define(in)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	d.Name = name
	d.Infer = func([]Type) (Type, error) { return out, nil }
	return apply(d, xs...)
}
