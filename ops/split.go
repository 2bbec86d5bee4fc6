package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
)

// Split cuts x along an axis into pieces of the given sizes, which must add up
// to its length. In the gradient the pieces' are joined by one copy.
func Split(x *gorgonia.Node, axis int, sizes ...int) ([]*gorgonia.Node, error) {
	if x == nil {
		return nil, fmt.Errorf("split: operand 0 is nil")
	}
	t := TypeOf(x)
	a, err := axisOf(axis, t.Rank())
	if err != nil {
		return nil, fmt.Errorf("split: x %s: %w", t, err)
	}
	sum := 0
	for _, n := range sizes {
		if n < 1 {
			return nil, fmt.Errorf("split: x %s: axis %d into %s: every size must be at least 1", t, axis, ShapeString(sizes))
		}
		sum += n
	}
	if sum != t.Shape[a] {
		return nil, fmt.Errorf("split: x %s: axis %d into %s: the sizes add up to %d, want %d", t, axis, ShapeString(sizes), sum, t.Shape[a])
	}
	pieces := make([]*gorgonia.Node, len(sizes))
	at := 0
	for i, n := range sizes {
		if pieces[i], err = Slice(x, a, at, at+n, 1); err != nil {
			return nil, err
		}
		at += n
	}
	return pieces, nil
}
