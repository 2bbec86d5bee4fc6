package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
)

// GatherND is slices of x [b..., n1, ..., nk, rest...] that tuples name: indices
// is tensor.Int [b..., ..., k], and the result [b..., ..., rest...]. The first
// batchDims axes b are common. Negative indices count from the end; one outside
// fails the run.
func GatherND(x, indices *gorgonia.Node, batchDims int) (*gorgonia.Node, error) {
	return resolved("gather nd", func(in []Type) (Type, Def, error) {
		t, out, err := tuplesOf(in[0], in[1], batchDims)
		if err != nil {
			return Type{}, Def{}, fmt.Errorf("%s: %w", describe(gatherNames, in), err)
		}
		return in[0].With(out...), gathering(t), nil
	}, x, indices)
}

// ScatterND is x [n1, ..., nk, rest...] with updates [..., rest...] as the
// slices that the tuples in indices [..., k] name. reduction says how what was
// there and an update are joined, see ScatterElements.
func ScatterND(x, indices, updates *gorgonia.Node, reduction string) (*gorgonia.Node, error) {
	return resolved("scatter nd", func(in []Type) (Type, Def, error) {
		t, want, err := tuplesOf(in[0], in[1], 0)
		if err == nil {
			err = checkScatter(in, reduction, want)
		}
		if err != nil {
			return Type{}, Def{}, fmt.Errorf("%s: %w", describe(scatterNames, in), err)
		}
		gather := func(dy, indices *gorgonia.Node) (*gorgonia.Node, error) { return GatherND(dy, indices, 0) }
		return in[0], scattering(t, reduction, gather), nil
	}, x, indices, updates)
}
