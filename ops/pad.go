package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Pad puts before[a] and after[a] elements of a value around x along each axis
// a. A negative number takes away instead. The value is converted to x's dtype.
func Pad(x *gorgonia.Node, before, after []int, value float64) (*gorgonia.Node, error) {
	return resolved("pad", func(in []Type) (Type, Def, error) {
		shape, err := paddedShape(in[0], before, after)
		if err != nil {
			return Type{}, Def{}, err
		}
		unpadBefore, unpadAfter := negated(before), negated(after)
		return in[0].With(shape...), Def{
			Forward: func(c *Call) func() { return surround(c, unpadBefore, value) },
			View:    func(in []Type, _ *Env) (int, bool) { return 0, allZero(before) && allZero(after) },
			Gradient: func(_ gorgonia.Nodes, _, dy *gorgonia.Node) (gorgonia.Nodes, error) {
				dx, err := Pad(dy, unpadBefore, unpadAfter, 0)
				return gorgonia.Nodes{dx}, err
			},
		}, nil
	}, x)
}

func paddedShape(x Type, before, after []int) ([]int, error) {
	where := fmt.Sprintf("x %s by %s before and %s after", x, ShapeString(before), ShapeString(after))
	if len(before) != x.Rank() || len(after) != x.Rank() {
		return nil, fmt.Errorf("%s: want %d numbers each, one an axis", where, x.Rank())
	}
	shape := make([]int, x.Rank())
	for a, n := range x.Shape {
		shape[a] = n + before[a] + after[a]
		if shape[a] < 1 || n+min(before[a], 0)+min(after[a], 0) < 1 {
			return nil, fmt.Errorf("%s: nothing of axis %d would be left", where, a)
		}
	}
	return shape, nil
}

// surround copies what is kept of x into a result full of value; skip is how
// many elements come before that in x, less how many in the result.
func surround(c *Call, skip []int, value float64) func() {
	x, out := c.In[0], c.Out
	kept := make([]int, x.Rank())
	to, from := strides(out.Shape), strides(x.Shape)
	toStart, fromStart := 0, 0
	for a := range kept {
		first, end := max(skip[a], 0), min(x.Shape[a], out.Shape[a]+skip[a]) // in x
		kept[a] = end - first
		toStart += (first - skip[a]) * to[a]
		fromStart += first * from[a]
	}
	b := kernel.NewBox(kept, to, from)
	b.ToStart, b.FromStart = toStart, fromStart
	inside := copyBox(c, out, x, b)
	if size(kept) == out.Size() {
		return inside
	}
	return inOrder(fillWith(c, out, value), inside)
}

func negated(x []int) []int {
	y := make([]int, len(x))
	for i, v := range x {
		y[i] = -v
	}
	return y
}

func allZero(x []int) bool {
	for _, v := range x {
		if v != 0 {
			return false
		}
	}
	return true
}
