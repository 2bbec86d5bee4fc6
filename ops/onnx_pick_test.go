package ops_test

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// onnxPicks is what reads or writes where indices say.
var onnxPicks = map[string]onnxBuilder{
	"Gather": onnxGather, "GatherElements": onnxGatherElements, "GatherND": onnxGatherND,
	"Scatter": onnxScatterElements, "ScatterElements": onnxScatterElements, "ScatterND": onnxScatterND,
	"OneHot": onnxOneHot, "TopK": onnxTopK, "Compress": onnxCompress, "ReverseSequence": onnxReverseSequence,
}

func onnxGather(b *onnxBuild) gorgonia.Nodes {
	return gorgonia.Nodes{drawn(ops.Gather(b.x(0), b.x(1), b.attrInt("axis", 0)))}
}

func onnxGatherElements(b *onnxBuild) gorgonia.Nodes {
	return gorgonia.Nodes{drawn(ops.GatherElements(b.x(0), b.x(1), b.attrInt("axis", 0)))}
}

func onnxGatherND(b *onnxBuild) gorgonia.Nodes {
	return gorgonia.Nodes{drawn(ops.GatherND(b.x(0), b.x(1), b.attrInt("batch_dims", 0)))}
}

func onnxScatterElements(b *onnxBuild) gorgonia.Nodes {
	axis, reduction := b.attrInt("axis", 0), b.attrString("reduction", "none")
	return gorgonia.Nodes{drawn(ops.ScatterElements(b.x(0), b.x(1), b.x(2), axis, reduction))}
}

func onnxScatterND(b *onnxBuild) gorgonia.Nodes {
	return gorgonia.Nodes{drawn(ops.ScatterND(b.x(0), b.x(1), b.x(2), b.attrString("reduction", "none")))}
}

// onnxOneHot has the second of two values where the index is, the first elsewhere.
func onnxOneHot(b *onnxBuild) gorgonia.Nodes {
	values, index := b.value(2), onnxCast(b.x(0), tensor.Int)
	off, on := numberAt(values, 0), numberAt(values, 1)
	return gorgonia.Nodes{drawn(ops.OneHot(index, int(b.number(1)), on, off, b.attrInt("axis", -1), values.Dtype))}
}

// onnxTopK has k as an attribute before opset 10.
func onnxTopK(b *onnxBuild) gorgonia.Nodes {
	b.ignore("sorted")
	k := b.attrInt("k", 0)
	if b.has(1) {
		k = int(b.number(1))
	}
	values, indices, err := ops.TopK(b.x(0), k, b.attrInt("axis", -1), b.attrBool("largest", true))
	if err != nil {
		failDrawing("%v", err)
	}
	return gorgonia.Nodes{values, indices}
}

// onnxCompress keeps the entries of an axis, or of all elements, that a condition
// names.
func onnxCompress(b *onnxBuild) gorgonia.Nodes {
	var picks []int
	for i, keep := range b.value(1).Bool {
		if keep {
			picks = append(picks, i)
		}
	}
	if len(picks) == 0 {
		failDrawing("zero-size tensor")
	}
	x, axis := b.x(0), 0
	if !b.attribute("axis", &axis) {
		x = drawn(ops.Reshape(x, -1))
	}
	return gorgonia.Nodes{drawn(ops.Gather(x, b.intTensor(picks, len(picks)), axis))}
}

// onnxReverseSequence turns round the first lengths[n] entries of time of each n of
// batch.
func onnxReverseSequence(b *onnxBuild) gorgonia.Nodes {
	lengths, shape := b.ints(1), b.shape(0)
	batch, time := b.attrInt("batch_axis", 1), b.attrInt("time_axis", 0)
	n := shape[time]
	var picks []int // over [batch, time]
	for k, length := range lengths {
		for i := range n {
			if i < length {
				picks = append(picks, k*n+length-1-i)
			} else {
				picks = append(picks, k*n+i)
			}
		}
	}
	order := []int{batch, time}
	for a := range shape {
		if a != batch && a != time {
			order = append(order, a)
		}
	}
	x := drawn(ops.Transpose(b.x(0), order...))
	turned := ops.TypeOf(x).Shape
	rows := drawn(ops.Reshape(x, append([]int{len(lengths) * n}, turned[2:]...)...))
	y := drawn(ops.Reshape(drawn(ops.Gather(rows, b.intTensor(picks, len(picks)), 0)), turned...))
	back := make([]int, len(order))
	for i, a := range order {
		back[a] = i
	}
	return gorgonia.Nodes{drawn(ops.Transpose(y, back...))}
}
