package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
)

// GatherElements is x at indices along an axis, place by place, as torch.gather:
// for axis 0, y[i, j] = x[indices[i, j], j]. indices has as many axes as x, none
// but the axis longer; negative indices count from the end, and one outside -n
// to n-1 fails the run.
func GatherElements(x, indices *gorgonia.Node, axis int) (*gorgonia.Node, error) {
	return resolved("gather elements", func(in []Type) (Type, Def, error) {
		l, err := checkLines(in, axis)
		if err != nil {
			return Type{}, Def{}, fmt.Errorf("%s: %w", describe(gatherNames, in), err)
		}
		return in[0].With(in[1].Shape...), gathering(l), nil
	}, x, indices)
}

// ScatterAdd is x with updates added at indices along an axis, place by place,
// as torch.scatter_add: for axis 0, x[indices[i, j], j] += updates[i, j], in
// order. updates has the shape of indices.
func ScatterAdd(x, indices, updates *gorgonia.Node, axis int) (*gorgonia.Node, error) {
	return scatterElements("scatter add", "add", axis, x, indices, updates)
}

// ScatterElements is x with updates at indices along an axis, place by place;
// see ScatterAdd. reduction says how what was there and an update are joined:
// "none" (the last update stands), "add", "mul", "max" or "min". There is a
// gradient for none and add.
func ScatterElements(x, indices, updates *gorgonia.Node, axis int, reduction string) (*gorgonia.Node, error) {
	return scatterElements("scatter elements", reduction, axis, x, indices, updates)
}

func scatterElements(name, reduction string, axis int, xs ...*gorgonia.Node) (*gorgonia.Node, error) {
	return resolved(name, func(in []Type) (Type, Def, error) {
		l, err := checkLines(in[:2], axis)
		if err == nil {
			err = checkScatter(in, reduction, in[1].Shape)
		}
		if err != nil {
			return Type{}, Def{}, fmt.Errorf("%s: %w", describe(scatterNames, in), err)
		}
		gather := func(dy, indices *gorgonia.Node) (*gorgonia.Node, error) { return GatherElements(dy, indices, axis) }
		return in[0], scattering(l, reduction, gather), nil
	}, xs...)
}

// checkLines is how indices address x along an axis.
func checkLines(in []Type, axis int) (l lineGrid, err error) {
	x, indices := in[0], in[1]
	if err := wantInt("indices", indices); err != nil {
		return l, err
	}
	if x.Rank() != indices.Rank() {
		return l, fmt.Errorf("want as many axes")
	}
	a, err := axisOf(axis, x.Rank())
	if err != nil {
		return l, err
	}
	for i, n := range indices.Shape {
		if i != a && n > x.Shape[i] {
			return l, fmt.Errorf("axis %d of indices is %d, want at most %d", i, n, x.Shape[i])
		}
	}
	return linesOf(x.Shape, indices.Shape, a), nil
}
