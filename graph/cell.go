package graph

import (
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// cell is the memory of a slot in one machine.
type cell struct {
	array ops.Array
	dense *tensor.Dense // over array, for whoever asks
}

// binding is a machine's steps, bound to memory.
type binding struct {
	epoch         int // of the arena they are bound to; 0: not bound
	cells         map[*slot]*cell
	runs          []func()
	feeds         [][]func() // by step: additions of gradients
	before, after []func()   // copies
	groups        []func()   // by step: what runs the group that begins there
	places        []*beside  // of groups
}
