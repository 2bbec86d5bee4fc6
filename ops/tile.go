package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
)

// Tile repeats x along each axis, as often as repeats says: axis a of the
// result is repeats[a]·x.shape[a]. It is drawn as Reshape, Expand, Reshape.
func Tile(x *gorgonia.Node, repeats ...int) (*gorgonia.Node, error) {
	if x == nil {
		return nil, fmt.Errorf("tile: operand 0 is nil")
	}
	t := TypeOf(x)
	if len(repeats) != t.Rank() {
		return nil, fmt.Errorf("tile: x %s by %s: want %d numbers, one an axis", t, ShapeString(repeats), t.Rank())
	}
	var apart, full, shape []int // with an axis for the repetitions before each axis
	for a, n := range t.Shape {
		if repeats[a] < 1 {
			return nil, fmt.Errorf("tile: x %s by %s: each must be at least 1", t, ShapeString(repeats))
		}
		apart, full, shape = append(apart, 1, n), append(full, repeats[a], n), append(shape, repeats[a]*n)
	}
	x, err := Reshape(x, apart...)
	if err != nil {
		return nil, fmt.Errorf("tile: %w", err)
	}
	if x, err = Expand(x, full...); err != nil {
		return nil, fmt.Errorf("tile: %w", err)
	}
	return Reshape(x, shape...)
}
