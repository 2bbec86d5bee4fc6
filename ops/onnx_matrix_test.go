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
// seq, hidden] by the angles whose cosines and sines are given for each
// position, directly or by position id.
func onnxRotary(b *onnxBuild) gorgonia.Nodes {
	x, shape := b.x(0), b.shape(0)
	heads, folded := b.attrInt("num_heads", 0), len(shape) == 3
	if folded {
		x = drawn(ops.Reshape(x, shape[0], shape[1], heads, shape[2]/heads))
		x = drawn(ops.Transpose(x, 0, 2, 1, 3))
	}
	cos, sin := b.angles(1), b.angles(2) // [batch, 1, seq, turned/2]
	d := ops.TypeOf(x).Shape[3]
	turned := b.attrInt("rotary_embedding_dim", 0)
	if turned == 0 {
		turned = d
	}
	y := onnxTurn(onnxPart(x, 0, turned), cos, sin, b.attrBool("interleaved", false))
	if turned < d {
		y = drawn(ops.Concat(3, y, onnxPart(x, turned, d)))
	}
	if folded {
		y = drawn(ops.Reshape(drawn(ops.Transpose(y, 0, 2, 1, 3)), shape...))
	}
	return gorgonia.Nodes{y}
}

// angles is a cache of cosines or sines by batch and position.
func (b *onnxBuild) angles(i int) *gorgonia.Node {
	cache := b.x(i)
	if b.has(3) {
		cache = drawn(ops.Gather(cache, b.x(3), 0)) // [batch, seq, turned/2]
	}
	return drawn(ops.Unsqueeze(cache, 1))
}

// onnxPart is x[..., from:to] of the last axis.
func onnxPart(x *gorgonia.Node, from, to int) *gorgonia.Node {
	return drawn(ops.Slice(x, len(ops.TypeOf(x).Shape)-1, from, to, 1))
}

// onnxTurn rotates (x1, x2), the halves of the last axis or, interleaved, its even
// and odd places.
func onnxTurn(x, cos, sin *gorgonia.Node, interleaved bool) *gorgonia.Node {
	shape := ops.TypeOf(x).Shape
	half := shape[3] / 2
	x1, x2 := onnxPart(x, 0, half), drawn(ops.Slice(x, 3, half, 2*half, 1))
	if interleaved {
		x1, x2 = drawn(ops.Slice(x, 3, 0, 2*half, 2)), drawn(ops.Slice(x, 3, 1, 2*half, 2))
	}
	y1 := drawn(ops.Sub(drawn(ops.Mul(cos, x1)), drawn(ops.Mul(sin, x2))))
	y2 := drawn(ops.Add(drawn(ops.Mul(sin, x1)), drawn(ops.Mul(cos, x2))))
	if !interleaved {
		return drawn(ops.Concat(3, y1, y2))
	}
	pairs := drawn(ops.Concat(4, drawn(ops.Unsqueeze(y1, 4)), drawn(ops.Unsqueeze(y2, 4))))
	return drawn(ops.Reshape(pairs, shape...))
}
