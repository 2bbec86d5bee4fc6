package ops

import (
	"fmt"
	"hash"
	"hash/fnv"

	"github.com/chewxy/hm"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

// identity is the part of a gorgonia.Op that is the same for all of ours.
type identity struct {
	name string
	id   uint64 // of this application, unlike any other
	in   []Type
	out  Type
}

func (d *identity) number(id uint64) { d.id = id }

// Arity is the number of operands.
func (d *identity) Arity() int { return len(d.in) }

// ReturnsPtr says that the value is memory to write into, not a copy.
func (d *identity) ReturnsPtr() bool { return true }

// OverwritesInput is -1: no operand's memory is taken for the value.
func (d *identity) OverwritesInput() int { return -1 }

// String is the name of the operation, without operands.
func (d *identity) String() string { return d.name }

// CallsExtern makes the TapeMachine hand us a buffer to write into.
func (d *identity) CallsExtern() bool { return true }

// Type is fresh every time: Gorgonia returns it to a pool.
func (d *identity) Type() hm.Type {
	var types []hm.Type
	for _, t := range d.in {
		types = append(types, t.hindley())
	}
	return hm.NewFnType(append(types, d.out.hindley())...)
}

// InferShape repeats what apply has inferred.
func (d *identity) InferShape(...gorgonia.DimSizer) (tensor.Shape, error) {
	return append(tensor.Shape{}, d.out.Shape...), nil
}

// WriteHash holds the number of the application: Gorgonia merges nodes of equal
// hash without looking at their children.
func (d *identity) WriteHash(h hash.Hash) { fmt.Fprintf(h, "gaze %s #%d", d.name, d.id) }

// Hashcode is the FNV-1a hash of WriteHash.
func (d *identity) Hashcode() uint32 {
	h := fnv.New32a()
	d.WriteHash(h)
	return h.Sum32()
}
