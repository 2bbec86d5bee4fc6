package ops_test

import (
	"slices"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// onnxShapes is what moves elements and changes none.
var onnxShapes = map[string]onnxBuilder{
	"Reshape": onnxReshape, "Flatten": onnxFlatten, "Squeeze": onnxSqueeze, "Unsqueeze": onnxUnsqueeze, "Transpose": onnxTranspose,
	"Expand": onnxExpand, "Tile": onnxTile, "Concat": onnxConcat, "DepthToSpace": onnxDepthToSpace, "SpaceToDepth": onnxSpaceToDepth,
}

// onnxReshape reads 0 as the axis's own length, unless allowzero.
func onnxReshape(b *onnxBuild) gorgonia.Nodes {
	b.ignore("consumed_inputs")
	want := b.attrInts("shape")
	if want == nil {
		want = b.ints(1)
	}
	shape, zero := slices.Clone(want), b.attrBool("allowzero", false)
	for i, n := range shape {
		if n == 0 && !zero {
			shape[i] = b.shape(0)[i]
		}
	}
	return gorgonia.Nodes{drawn(ops.Reshape(b.x(0), shape...))}
}

func onnxFlatten(b *onnxBuild) gorgonia.Nodes {
	return gorgonia.Nodes{drawn(ops.Flatten(b.x(0), b.attrInt("axis", 1)))}
}

func onnxSqueeze(b *onnxBuild) gorgonia.Nodes {
	return gorgonia.Nodes{drawn(ops.Squeeze(b.x(0), b.axes()...))}
}

func onnxUnsqueeze(b *onnxBuild) gorgonia.Nodes {
	return gorgonia.Nodes{drawn(ops.Unsqueeze(b.x(0), b.axes()...))}
}

// onnxTranspose reverses the axes by default.
func onnxTranspose(b *onnxBuild) gorgonia.Nodes {
	order := b.attrInts("perm")
	if order == nil {
		for a := range b.shape(0) {
			order = slices.Insert(order, 0, a)
		}
	}
	return gorgonia.Nodes{drawn(ops.Transpose(b.x(0), order...))}
}

// onnxExpand broadcasts both ways.
func onnxExpand(b *onnxBuild) gorgonia.Nodes {
	have, want := b.shape(0), slices.Clone(b.ints(1))
	for len(want) < len(have) {
		want = slices.Insert(want, 0, 1)
	}
	for i, n := range have {
		if at := len(want) - len(have) + i; want[at] == 1 {
			want[at] = n
		}
	}
	return gorgonia.Nodes{drawn(ops.Expand(b.x(0), want...))}
}

// onnxTile repeats along each axis; in opset 1 along one.
func onnxTile(b *onnxBuild) gorgonia.Nodes {
	repeats := b.ints(1)
	if b.opset < 6 {
		times, axis := repeats[0], int(b.number(2))
		repeats = make([]int, len(b.shape(0)))
		for a := range repeats {
			repeats[a] = 1
		}
		repeats[axis] = times
	}
	if slices.Contains(repeats, 0) {
		failDrawing("zero-size tensor")
	}
	return gorgonia.Nodes{drawn(ops.Tile(b.x(0), repeats...))}
}

// onnxConcat leaves out operands of no elements.
func onnxConcat(b *onnxBuild) gorgonia.Nodes {
	var xs gorgonia.Nodes
	for i := range b.Inputs {
		if tensor.Shape(b.shape(i)).TotalSize() > 0 {
			xs = append(xs, b.x(i))
		}
	}
	if len(xs) == 0 {
		failDrawing("zero-size tensor")
	}
	return gorgonia.Nodes{drawn(ops.Concat(b.attrInt("axis", 1), xs...))}
}

// onnxDepthToSpace moves channels [b, c, h, w] into blocks of pixels.
func onnxDepthToSpace(b *onnxBuild) gorgonia.Nodes {
	s, n := b.shape(0), b.attrInt("blocksize", 1)
	if b.attrString("mode", "DCR") == "CRD" {
		return onnxRearranged(b.x(0), []int{s[0], s[1] / n / n, n, n, s[2], s[3]}, []int{0, 1, 4, 2, 5, 3}, s[0], s[1]/n/n, s[2]*n, s[3]*n)
	}
	return onnxRearranged(b.x(0), []int{s[0], n, n, s[1] / n / n, s[2], s[3]}, []int{0, 3, 4, 1, 5, 2}, s[0], s[1]/n/n, s[2]*n, s[3]*n)
}

// onnxSpaceToDepth is its inverse.
func onnxSpaceToDepth(b *onnxBuild) gorgonia.Nodes {
	s, n := b.shape(0), b.attrInt("blocksize", 1)
	return onnxRearranged(b.x(0), []int{s[0], s[1], s[2] / n, n, s[3] / n, n}, []int{0, 3, 5, 1, 2, 4}, s[0], s[1]*n*n, s[2]/n, s[3]/n)
}

func onnxRearranged(x *gorgonia.Node, as, order []int, shape ...int) gorgonia.Nodes {
	return gorgonia.Nodes{drawn(ops.Reshape(drawn(ops.Transpose(drawn(ops.Reshape(x, as...)), order...)), shape...))}
}
