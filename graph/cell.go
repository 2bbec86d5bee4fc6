package graph

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// cell is a slot of one machine: its memory, and what is copied into it.
type cell struct {
	slot  *slot
	array ops.Array
	dense *tensor.Dense // over array, for whoever asks

	given *tensor.Dense // by Let
	from  ops.Array     // over given
	bound gorgonia.Value
}

// let takes the value of an input.
func (c *cell) let(value *tensor.Dense) error {
	if value == c.given && value != nil {
		return nil
	}
	if value == nil {
		return fmt.Errorf("input %s %s: its value is nil", c.slot.leaf.path, c.slot.typ)
	}
	a, err := ops.ValueArray(value)
	if err != nil {
		return fmt.Errorf("input %s: %w", c.slot.leaf.path, err)
	}
	if a.Type.String() != c.slot.typ.String() {
		return fmt.Errorf("input %s is %s, its value %s", c.slot.leaf.path, c.slot.typ, a.Type)
	}
	c.given, c.from = value, a
	return nil
}

// fill copies an input into its place.
func (c *cell) fill() error {
	if c.given == nil {
		v := c.slot.node.Value()
		if v == nil {
			return fmt.Errorf("input %s %s has no value: Let it have one", c.slot.leaf.path, c.slot.typ)
		}
		if v != c.bound {
			a, err := ops.ValueArray(v)
			if err != nil {
				return fmt.Errorf("input %s: %w", c.slot.leaf.path, err)
			}
			c.bound, c.from = v, a
		}
	}
	c.array.Copy(c.from)
	return nil
}

// moved reports whether another value is bound to a foreign leaf than when the
// machine was prepared.
func (c *cell) moved() bool { return c.slot.node.Value() != c.bound }
