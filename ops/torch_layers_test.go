package ops_test

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

// linear is x·weightᵀ + bias with the parameters of a layer, "linear1.".
func (g *torchGraph) linear(x *gorgonia.Node, layer string) *gorgonia.Node {
	return drawn(ops.Linear(x, g.x(layer+"weight"), g.x(layer+"bias"), ops.ActNone))
}

func (g *torchGraph) norm(x *gorgonia.Node, layer string) *gorgonia.Node {
	return drawn(ops.LayerNorm(x, g.x(layer+"weight"), g.x(layer+"bias"), 1e-5))
}

func (g *torchGraph) feedForward(x *gorgonia.Node) *gorgonia.Node {
	return g.linear(drawn(ops.ReLU(g.linear(x, "linear1."))), "linear2.")
}

// multiHead is a MultiheadAttention under a prefix.
type multiHead struct {
	*torchGraph
	layer string
	mask  *gorgonia.Node // [batch, 1, 1, key], nil for none
	ops.AttentionConfig
}

// project is operand i of q, k, v: rows i·hidden to (i+1)·hidden of the joint
// weight, split into heads.
func (m multiHead) project(x *gorgonia.Node, i int) *gorgonia.Node {
	shape := ops.TypeOf(x).Shape
	hidden, n := shape[2], m.attrInt("heads")
	w := drawn(ops.Slice(m.x(m.layer+"in_proj_weight"), 0, i*hidden, (i+1)*hidden, 1))
	b := drawn(ops.Slice(m.x(m.layer+"in_proj_bias"), 0, i*hidden, (i+1)*hidden, 1))
	y := drawn(ops.Reshape(drawn(ops.Linear(x, w, b, ops.ActNone)), shape[0], shape[1], n, hidden/n))
	return drawn(ops.Transpose(y, 0, 2, 1, 3)) // [batch, heads, seq, d]
}

func (m multiHead) forward(x, memory *gorgonia.Node) *gorgonia.Node {
	y := drawn(ops.Attention(m.project(x, 0), m.project(memory, 1), m.project(memory, 2), m.mask, nil, m.AttentionConfig))
	y = drawn(ops.Reshape(drawn(ops.Transpose(y, 0, 2, 1, 3)), ops.TypeOf(x).Shape...))
	return m.linear(y, m.layer+"out_proj.")
}

func (m multiHead) weights(x, memory *gorgonia.Node) *gorgonia.Node {
	return drawn(ops.AttentionWeights(m.project(x, 0), m.project(memory, 1), m.mask, nil, m.AttentionConfig))
}

// padding is the mask of an attribute that marks what is padding, or nil.
func (g *torchGraph) padding(attr string) *gorgonia.Node {
	var rows [][]int
	if g.attr(attr, &rows); rows == nil {
		return nil
	}
	var see []bool
	for _, row := range rows {
		for _, padded := range row {
			see = append(see, padded == 0)
		}
	}
	return gradcheck.Input(g.g, attr, tensor.New(tensor.WithShape(len(rows), 1, 1, len(rows[0])), tensor.WithBacking(see)))
}

func torchSelfAttention(g *torchGraph) gorgonia.Nodes {
	m := multiHead{g, "", g.padding("key_padding_mask"), ops.AttentionConfig{Causal: g.attrBool("causal")}}
	return gorgonia.Nodes{m.forward(g.x("x"), g.x("x")), m.weights(g.x("x"), g.x("x"))}
}

func torchCrossAttention(g *torchGraph) gorgonia.Nodes {
	return gorgonia.Nodes{multiHead{torchGraph: g}.forward(g.x("q"), g.x("kv"))}
}

// torchEncoderLayer is x + attention(norm(x)), then x + feedForward(norm(x)), or
// with norms last norm(x + attention(x)), norm(x + feedForward(x)).
func torchEncoderLayer(g *torchGraph) gorgonia.Nodes {
	m := multiHead{torchGraph: g, layer: "self_attn.", mask: g.padding("key_padding_mask")}
	x := g.x("x")
	if g.attrBool("norm_first") {
		h := g.norm(x, "norm1.")
		x = drawn(ops.Add(x, m.forward(h, h)))
		return gorgonia.Nodes{drawn(ops.Add(x, g.feedForward(g.norm(x, "norm2."))))}
	}
	x = g.norm(drawn(ops.Add(x, m.forward(x, x))), "norm1.")
	return gorgonia.Nodes{g.norm(drawn(ops.Add(x, g.feedForward(x))), "norm2.")}
}

func torchDecoderLayer(g *torchGraph) gorgonia.Nodes {
	self := multiHead{torchGraph: g, layer: "self_attn.", AttentionConfig: ops.AttentionConfig{Causal: g.attrBool("causal")}}
	cross := multiHead{torchGraph: g, layer: "multihead_attn.", mask: g.padding("memory_key_padding_mask")}
	x := g.x("x")
	x = g.norm(drawn(ops.Add(x, self.forward(x, x))), "norm1.")
	x = g.norm(drawn(ops.Add(x, cross.forward(x, g.x("mem")))), "norm2.")
	return gorgonia.Nodes{g.norm(drawn(ops.Add(x, g.feedForward(x))), "norm3.")}
}
