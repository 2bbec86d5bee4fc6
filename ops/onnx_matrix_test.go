package ops_test

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// onnxMatrices is matrix products and what is built on them.
var onnxMatrices = map[string]onnxBuilder{
	"MatMul": onnxMatMul, "Gemm": onnxGemm, "Einsum": onnxEinsum, "Attention": onnxAttention, "RotaryEmbedding": onnxRotary,
}

func onnxMatMul(b *onnxBuild) gorgonia.Nodes {
	x, y := b.x(0), b.x(1)
	dtype := x.Dtype()
	if dtype == tensor.Int {
		x, y = onnxCast(x, tensor.Float64), onnxCast(y, tensor.Float64)
	}
	return gorgonia.Nodes{onnxCast(drawn(ops.MatMul(x, y, false, false)), dtype)}
}

// onnxGemm is alpha·A·B + beta·C, C broadcast.
func onnxGemm(b *onnxBuild) gorgonia.Nodes {
	b.ignore("broadcast")
	alpha, beta := b.attrFloat("alpha", 1), b.attrFloat("beta", 1)
	xs := gorgonia.Nodes{b.x(0), b.x(1), nil}
	if b.has(2) {
		xs[2] = b.x(2)
	}
	dtype := xs[0].Dtype()
	if dtype == tensor.Int {
		for i, x := range xs {
			if x != nil {
				xs[i] = onnxCast(x, tensor.Float64)
			}
		}
	}
	z := drawn(ops.Gemm(xs[0], xs[1], xs[2], alpha, beta, b.attrBool("transA", false), b.attrBool("transB", false)))
	return gorgonia.Nodes{onnxCast(z, dtype)}
}

// onnxRotary turns pairs of the last axis of x [batch, heads, seq, d] or [batch,
// seq, hidden] by the angles whose cosines and sines are given by position, and
// the positions by operand 3; or else for each row of the batch, [batch, seq, r/2].
func onnxRotary(b *onnxBuild) gorgonia.Nodes {
	x, shape := b.x(0), b.shape(0)
	heads, folded := b.attrInt("num_heads", 0), len(shape) == 3
	if folded {
		x = onnxHeads(x, heads)
	}
	layout, seq := ops.RotaryHalves, ops.TypeOf(x).Shape[2]
	if b.attrBool("interleaved", false) {
		layout = ops.RotaryPairs
	}
	cos, sin := b.x(1), b.x(2)
	var positions *gorgonia.Node
	if b.has(3) {
		positions = b.x(3)
	} else {
		rows := make([]int, shape[0]*seq)
		for i := range rows {
			rows[i] = i
		}
		positions = b.intTensor(rows, shape[0], seq)
		cos, sin = drawn(ops.Reshape(cos, len(rows), -1)), drawn(ops.Reshape(sin, len(rows), -1))
	}
	if r := b.attrInt("rotary_embedding_dim", 0); r != 0 && r != 2*ops.TypeOf(cos).Shape[1] {
		failDrawing("rotary_embedding_dim %d with caches of %d", r, ops.TypeOf(cos).Shape[1])
	}
	y := drawn(ops.Rotary(x, cos, sin, positions, layout))
	if folded {
		y = drawn(ops.Reshape(drawn(ops.Transpose(y, 0, 2, 1, 3)), shape...))
	}
	return gorgonia.Nodes{y}
}
