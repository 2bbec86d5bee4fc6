package ops_test

import (
	"slices"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/ops"
)

// onnxCuts is what takes ranges, and Pad, which adds them.
var onnxCuts = map[string]onnxBuilder{"Slice": onnxSlice, "Split": onnxSplit, "Pad": onnxPad, "Trilu": onnxTrilu}

// onnxSlice has its ranges as attributes before opset 10, as operands since.
func onnxSlice(b *onnxBuild) gorgonia.Nodes {
	starts, ends, axes := b.attrInts("starts"), b.attrInts("ends"), b.attrInts("axes")
	var steps []int
	if starts == nil {
		starts, ends, axes, steps = b.ints(1), b.ints(2), b.ints(3), b.ints(4)
	}
	x := b.x(0)
	for i := range starts {
		axis, step := i, 1
		if axes != nil {
			axis = onnxCounted(axes[i:i+1], len(b.shape(0)))[0]
		}
		if steps != nil {
			step = steps[i]
		}
		x = drawn(ops.Slice(x, axis, starts[i], ends[i], step))
	}
	return gorgonia.Nodes{x}
}

// onnxSplit has its sizes as an attribute, as an operand, or equal ones, the last
// smaller if need be.
func onnxSplit(b *onnxBuild) gorgonia.Nodes {
	axis := onnxCounted([]int{b.attrInt("axis", 0)}, len(b.shape(0)))[0]
	sizes := b.attrInts("split")
	if sizes == nil {
		sizes = b.ints(1)
	}
	count := b.attrInt("num_outputs", len(b.Outputs))
	if sizes == nil {
		n := b.shape(0)[axis]
		each := (n + count - 1) / count
		for range count {
			sizes = append(sizes, min(each, n))
			n -= min(each, n)
		}
	}
	if slices.Contains(sizes, 0) {
		failDrawing("zero-size tensor")
	}
	parts, err := ops.Split(b.x(0), axis, sizes...)
	if err != nil {
		failDrawing("%v", err)
	}
	return parts
}

// onnxPad has its pads and value as attributes before opset 11.
func onnxPad(b *onnxBuild) gorgonia.Nodes {
	pads := b.attrInts("pads")
	if pads == nil {
		pads = b.attrInts("paddings")
	}
	value, mode := b.attrFloat("value", 0), b.attrString("mode", "constant")
	if pads == nil {
		pads = b.ints(1)
	}
	if b.has(2) {
		value = b.number(2)
	}
	var axes []int
	for a := range b.shape(0) {
		axes = append(axes, a)
	}
	if b.has(3) {
		axes = onnxCounted(b.ints(3), len(b.shape(0)))
	}
	before, after := make([]int, len(b.shape(0))), make([]int, len(b.shape(0)))
	for i, a := range axes {
		before[a], after[a] = pads[i], pads[len(axes)+i]
	}
	switch mode {
	case "constant":
		return gorgonia.Nodes{drawn(ops.Pad(b.x(0), before, after, value))}
	case "edge":
		return gorgonia.Nodes{onnxPadBy(ops.PadEdge, b.x(0), before, after)}
	case "reflect":
		return gorgonia.Nodes{onnxPadBy(ops.PadReflect, b.x(0), before, after)}
	case "wrap":
		return gorgonia.Nodes{onnxPadBy(ops.PadWrap, b.x(0), before, after)}
	}
	failDrawing("pad mode %s", mode)
	return nil
}

// onnxPadBy cuts where a pad is negative, and then pads.
func onnxPadBy(f func(x *gorgonia.Node, before, after []int) (*gorgonia.Node, error), x *gorgonia.Node, before, after []int) *gorgonia.Node {
	cut := [2][]int{make([]int, len(before)), make([]int, len(before))}
	for side, pads := range [2][]int{before, after} {
		for a, n := range pads {
			cut[side][a], pads[a] = min(n, 0), max(n, 0)
		}
	}
	return drawn(f(drawn(ops.Pad(x, cut[0], cut[1], 0)), before, after))
}

// onnxTrilu keeps what is on or above (upper) or below the k-th diagonal.
func onnxTrilu(b *onnxBuild) gorgonia.Nodes {
	k := 0
	if b.has(1) {
		k = int(b.number(1))
	}
	return gorgonia.Nodes{drawn(ops.Trilu(b.x(0), k, b.attrBool("upper", true)))}
}
