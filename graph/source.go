package graph

import (
	"fmt"
	"slices"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// source is where the value of an input, or of a leaf of plain Gorgonia, comes
// from: what Let gave, else what is bound to the node.
type source struct {
	slot  *slot
	given *tensor.Dense // by Let

	taken gorgonia.Value // the value that array is of
	array ops.Array      // its memory, or a copy of a view's
	view  bool           // a copy, to be made anew before each run
	at    uintptr        // where taken's memory was
}

// let gives the source a value.
func (c *source) let(value *tensor.Dense) error {
	if value == nil {
		return fmt.Errorf("input %s %s: its value is nil", c.slot.leaf.path, c.slot.typ)
	}
	if !c.current(value) {
		if err := c.take(value); err != nil {
			return err
		}
	}
	c.given = value
	return nil
}

// update looks at the value once more, as it may have been replaced or, if it
// is a view, changed; it reports whether array is other memory now.
func (c *source) update() (moved bool, err error) {
	v := gorgonia.Value(c.given)
	if c.given == nil {
		v = c.slot.node.Value()
	}
	if v == nil {
		what := "input "
		if c.slot.leaf.kind == foreign {
			what = ""
		}
		return false, fmt.Errorf("%s%s %s has no value: Let it have one", what, c.slot.leaf.path, c.slot.typ)
	}
	if c.current(v) && !c.view {
		return false, nil
	}
	return true, c.take(v)
}

// current reports whether v is still what array was taken from.
func (c *source) current(v gorgonia.Value) bool {
	return c.taken == v && slices.Equal(v.Shape(), c.slot.typ.Shape) && c.at == v.Uintptr()
}

func (c *source) take(v gorgonia.Value) error {
	d, dense := v.(*tensor.Dense)
	if dense && d.Dtype() == c.slot.typ.Dtype && slices.Equal(d.Shape(), c.slot.typ.Shape) && ops.Contiguous(d) {
		c.taken, c.array, c.at, c.view = v, ops.Over(d, c.slot.typ), v.Uintptr(), false
		return nil
	}
	a, err := ops.ValueArray(v)
	if err != nil {
		return fmt.Errorf("input %s: %w", c.slot.leaf.path, err)
	}
	if !a.Type.Equal(c.slot.typ) {
		return fmt.Errorf("input %s is %s, its value %s", c.slot.leaf.path, c.slot.typ, a.Type)
	}
	c.taken, c.array, c.at, c.view = v, a, v.Uintptr(), dense
	return nil
}

// release forgets the value.
func (c *source) release() { *c = source{slot: c.slot} }
