package graph

import (
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
	"github.com/gaze-ml/gaze/weights"
)

// kind says where a value's memory is.
type kind int

const (
	arena     kind = iota // planned, in the machine's arena
	parameter             // the store's
	constant              // the drawing's
	input                 // copied into the arena before each run
	state                 // lives between runs
	foreign               // a leaf of plain Gorgonia: whatever value is bound to it
)

// shared reports whether others may change the memory.
func (k kind) shared() bool { return k == parameter || k == state || k == foreign }

// leaf is a node that no operation makes.
type leaf struct {
	kind  kind
	path  string
	entry *weights.Entry // parameter
	value ops.Array      // constant
}

// dense is the value of a parameter or constant, in its own memory.
func (l *leaf) dense() *tensor.Dense {
	if l.kind == parameter {
		return l.entry.Value()
	}
	return l.value.Dense()
}

// array likewise.
func (l *leaf) array(t ops.Type) ops.Array {
	if l.kind == constant {
		return l.value
	}
	return ops.Array{Type: t, F32: l.entry.Float32s(), F64: l.entry.Float64s()}
}
