package ops

import (
	"cmp"
	"fmt"

	"gorgonia.org/gorgonia"
)

// Gather is the entries of x along an axis that indices names, as numpy.take:
// the axis is replaced by the axes of indices, which is tensor.Int of any shape.
// Negative indices count from the end; one outside -n to n-1 fails the run.
func Gather(x, indices *gorgonia.Node, axis int) (*gorgonia.Node, error) {
	return resolved("gather", func(in []Type) (Type, Def, error) {
		a, err := axisOf(axis, in[0].Rank())
		if err := cmp.Or(wantInt("indices", in[1]), err); err != nil {
			return Type{}, Def{}, fmt.Errorf("%s: %w", describe(gatherNames, in), err)
		}
		out := in[0].With(splice(in[0].Shape, a, 1, in[1].Shape...)...)
		return out, gathering(gridOf(in[0].Shape, a)), nil
	}, x, indices)
}

// IndexAdd is x with updates added to the entries along an axis that indices
// names; an index that comes twice adds twice, in the order of indices. updates
// has x's shape with the axis replaced by the axes of indices.
func IndexAdd(x, indices, updates *gorgonia.Node, axis int) (*gorgonia.Node, error) {
	return resolved("index add", func(in []Type) (Type, Def, error) {
		a, err := axisOf(axis, in[0].Rank())
		if err == nil {
			err = checkScatter(in, "add", splice(in[0].Shape, a, 1, in[1].Shape...))
		}
		if err != nil {
			return Type{}, Def{}, fmt.Errorf("%s: %w", describe(scatterNames, in), err)
		}
		gather := func(dy, indices *gorgonia.Node) (*gorgonia.Node, error) { return Gather(dy, indices, a) }
		return in[0], scattering(gridOf(in[0].Shape, a), "add", gather), nil
	}, x, indices, updates)
}
