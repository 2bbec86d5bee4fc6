package ops_test

import (
	"math"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// onnxAttending is an Attention node in the making.
type onnxAttending struct {
	*onnxBuild
	q, k, v, mask, length *gorgonia.Node // q [batch, heads, query, d]
	config                ops.AttentionConfig
	softcap               float64
}

// onnxAttention: (Q, K, V, attn_mask, past_key, past_value, nonpad_kv_seqlen) →
// (Y, present_key, present_value, qk_matmul_output).
func onnxAttention(b *onnxBuild) gorgonia.Nodes {
	b.ignore("softmax_precision")
	folded := len(b.shape(0)) == 3
	kvHeads := b.attrInt("kv_num_heads", 0)
	a := &onnxAttending{onnxBuild: b, softcap: b.attrFloat("softcap", 0)}
	a.q, a.k, a.v = onnxHeads(b.x(0), b.attrInt("q_num_heads", 0)), onnxHeads(b.x(1), kvHeads), onnxHeads(b.x(2), kvHeads)
	a.config = ops.AttentionConfig{Scale: b.attrFloat("scale", 0), Causal: b.attrBool("is_causal", false)}
	if b.has(4) {
		if a.config.Causal { // query i stands after the past and i others
			a.length = b.intTensor([]int{b.shape(4)[2] + ops.TypeOf(a.q).Shape[2]})
		}
		a.k = drawn(ops.Concat(2, b.x(4), a.k))
		a.v = drawn(ops.Concat(2, b.x(5), a.v))
	}
	if b.has(6) {
		a.length = b.x(6)
	}
	if b.has(3) {
		a.mask = a.padded(b.x(3))
	}
	results := gorgonia.Nodes{a.result(), a.k, a.v, nil}
	if folded {
		y := drawn(ops.Transpose(results[0], 0, 2, 1, 3))
		results[0] = drawn(ops.Reshape(y, b.shape(0)[0], b.shape(0)[1], -1))
	}
	if mode := b.attrInt("qk_matmul_output_mode", 0); b.wants(3) {
		results[3] = a.scores(mode)
	}
	return results
}

// onnxHeads is x as [batch, heads, seq, d], from [batch, seq, hidden] if need be.
func onnxHeads(x *gorgonia.Node, n int) *gorgonia.Node {
	shape := ops.TypeOf(x).Shape
	if len(shape) == 4 {
		return x
	}
	x = drawn(ops.Reshape(x, shape[0], shape[1], n, shape[2]/n))
	return drawn(ops.Transpose(x, 0, 2, 1, 3))
}

// padded is a mask with as many columns as there are keys: what it does not
// mention is not to be seen.
func (a *onnxAttending) padded(mask *gorgonia.Node) *gorgonia.Node {
	shape := ops.TypeOf(mask).Shape
	last := len(shape) - 1
	missing := ops.TypeOf(a.k).Shape[2] - shape[last]
	if missing <= 0 || shape[last] == 1 {
		return mask
	}
	hidden := math.Inf(-1)
	if mask.Dtype() == tensor.Bool {
		hidden = 0
	}
	before, after := make([]int, len(shape)), make([]int, len(shape))
	after[last] = missing
	return drawn(ops.Pad(mask, before, after, hidden))
}

// result is the attention's. With a soft cap, which is not among its options,
// the capped scores are the mask of queries that are zero.
func (a *onnxAttending) result() *gorgonia.Node {
	if a.softcap == 0 {
		return drawn(ops.Attention(a.q, a.k, a.v, a.mask, a.length, a.config))
	}
	return drawn(ops.Attention(drawn(ops.Scale(a.q, 0)), a.k, a.v, a.scores(2), nil, ops.AttentionConfig{}))
}

// scores is [batch, heads, query, key]: mode 0 scaled products, 1 capped, 2 with
// the mask added, 3 the weights.
func (a *onnxAttending) scores(mode int) *gorgonia.Node {
	shape := ops.TypeOf(a.q).Shape
	if mode == 3 && a.softcap == 0 {
		return drawn(ops.AttentionWeights(a.q, a.k, a.mask, a.length, a.config))
	}
	if mode == 3 {
		return drawn(ops.AttentionWeights(drawn(ops.Scale(a.q, 0)), a.k, a.scores(2), nil, ops.AttentionConfig{}))
	}
	scale := a.config.Scale
	if scale == 0 {
		scale = 1 / math.Sqrt(float64(shape[3]))
	}
	s := drawn(ops.Scale(drawn(ops.MatMul(a.q, a.repeatedKeys(), false, true)), scale))
	if mode >= 1 && a.softcap != 0 {
		s = drawn(ops.Scale(drawn(ops.Tanh(drawn(ops.Scale(s, 1/a.softcap)))), a.softcap))
	}
	if mode >= 2 {
		s = a.masked(s)
	}
	return s
}

// repeatedKeys is k with a head for each of q's.
func (a *onnxAttending) repeatedKeys() *gorgonia.Node {
	k, heads := ops.TypeOf(a.k).Shape, ops.TypeOf(a.q).Shape[1]
	if k[1] == heads {
		return a.k
	}
	wide := drawn(ops.Expand(drawn(ops.Unsqueeze(a.k, 2)), k[0], k[1], heads/k[1], k[2], k[3]))
	return drawn(ops.Reshape(wide, k[0], heads, k[2], k[3]))
}

// masked is the scores with the mask added and what may not be seen at -Inf.
func (a *onnxAttending) masked(s *gorgonia.Node) *gorgonia.Node {
	hidden := a.scalar(s, math.Inf(-1))
	switch {
	case a.mask == nil:
	case a.mask.Dtype() == tensor.Bool:
		s = drawn(ops.Where(a.mask, s, hidden))
	default:
		s = drawn(ops.Add(s, a.mask))
	}
	if !a.config.Causal && a.length == nil {
		return s
	}
	return drawn(ops.Where(a.visible(ops.TypeOf(s).Shape), s, hidden))
}

// visible is where causality and the number of keys let a query look.
func (a *onnxAttending) visible(shape []int) *gorgonia.Node {
	batch, query, key := shape[0], shape[2], shape[3]
	see := make([]bool, 0, batch*query*key)
	for n := range batch {
		keys, first := key, 0
		if a.length != nil {
			lengths := a.known[a.length].Int
			keys = lengths[min(n, len(lengths)-1)]
			first = keys - query
		}
		for i := range query {
			for j := range key {
				see = append(see, j < keys && (!a.config.Causal || j <= first+i))
			}
		}
	}
	return a.boolTensor(see, batch, 1, query, key)
}
