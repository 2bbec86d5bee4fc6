package bert

import (
	"slices"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/graph"
)

// Pretraining are the inputs of Training and Evaluation of a model for PreTraining:
// ids, types and seen [batch, seq], masked and labels [masked], next [batch]. What a
// batch has hidden is padded to the most that any of its shape has, so that a
// Function meets one shape for each length.
func Pretraining(b *data.PairBatch) graph.Values {
	labels := make([][]int, b.Rows)
	for row := range labels {
		labels[row] = b.Labels[row*b.Seq : (row+1)*b.Seq]
	}
	most := b.Rows * max(1, (b.Seq*3+19)/20) // 15 %, rounded up
	shape := tensor.WithShape(b.Rows, b.Seq)
	in := graph.Values{
		"ids":   tensor.New(shape, tensor.WithBacking(slices.Clone(b.IDs))),
		"types": tensor.New(shape, tensor.WithBacking(slices.Clone(b.Types))),
		"seen":  tensor.New(shape, tensor.WithBacking(slices.Clone(b.Seen))),
		"next":  tensor.New(tensor.WithShape(b.Rows), tensor.WithBacking(slices.Clone(b.Next))),
	}
	in["masked"], in["labels"] = Masked(labels, most)
	return in
}
