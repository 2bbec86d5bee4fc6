package graph

import (
	"fmt"
	"hash/fnv"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/ops"
)

// Softmax is eˣ/Σeˣ along an axis. A row of −Inf gives zeros.
func (x *Node) Softmax(axis int) *Node {
	return x.unary(func(n *gorgonia.Node) (*gorgonia.Node, error) { return ops.Softmax(n, axis) })
}

// LogSoftmax is x − log Σeˣ along an axis.
func (x *Node) LogSoftmax(axis int) *Node {
	return x.unary(func(n *gorgonia.Node) (*gorgonia.Node, error) { return ops.LogSoftmax(n, axis) })
}

// Linear is x·wᵀ + b over the last axis: x [..., in], w [out, in], b [out] or
// nil.
func (x *Node) Linear(w, b *Node) *Node { return x.LinearAct(w, b, ops.ActNone) }

// LinearAct is Linear with an activation in one operation.
func (x *Node) LinearAct(w, b *Node, act ops.Activation) *Node {
	return optional(func(ns []*gorgonia.Node) (*gorgonia.Node, error) {
		return ops.Linear(ns[0], ns[1], ns[2], act)
	}, x, w, b)
}

// LayerNorm is (x − mean)/√(variance + eps)·w + b over the last axis; w and b
// [hidden] may be nil (Ba et al. 2016).
func (x *Node) LayerNorm(w, b *Node, eps float64) *Node {
	return optional(func(ns []*gorgonia.Node) (*gorgonia.Node, error) {
		return ops.LayerNorm(ns[0], ns[1], ns[2], eps)
	}, x, w, b)
}

// RMSNorm is x/√(mean x² + eps)·w over the last axis; w [hidden] may be nil
// (Zhang and Sennrich 2019).
func (x *Node) RMSNorm(w *Node, eps float64) *Node {
	return optional(func(ns []*gorgonia.Node) (*gorgonia.Node, error) {
		return ops.RMSNorm(ns[0], ns[1], eps)
	}, x, w)
}

// Dropout sets elements to zero with probability p while training, and scales
// the others by 1/(1−p) (Srivastava et al. 2014). Which ones depends on the
// seed, the scope, the step and the element.
func (x *Node) Dropout(p float64) *Node {
	if p == 0 {
		return x
	}
	key := x.key()
	return x.unary(func(n *gorgonia.Node) (*gorgonia.Node, error) { return ops.Dropout(n, p, key) })
}

// Attention is softmax(x·kᵀ·scale + mask)·v, head by head, in one operation:
// x [batch, heads, query, d], k and v [batch, heads, key, d]. The mask, and the
// length (how many keys there are at run time), may be nil. See
// ops.Attention. The key of its dropout is chosen here.
func (x *Node) Attention(k, v, mask, length *Node, c ops.AttentionConfig) *Node {
	if c.Dropout > 0 {
		c.Key = x.key()
	}
	return optional(func(ns []*gorgonia.Node) (*gorgonia.Node, error) {
		return ops.Attention(ns[0], ns[1], ns[2], ns[3], ns[4], c)
	}, x, k, v, mask, length)
}

// AttentionWeights is softmax(x·kᵀ·scale + mask) [batch, heads, query, key]:
// what Attention multiplies v by, to look at.
func (x *Node) AttentionWeights(k, mask, length *Node, c ops.AttentionConfig) *Node {
	return optional(func(ns []*gorgonia.Node) (*gorgonia.Node, error) {
		return ops.AttentionWeights(ns[0], ns[1], ns[2], ns[3], c)
	}, x, k, mask, length)
}

// Rotary turns the heads x [batch, heads, seq, d] by angles that depend on
// positions [seq] or [batch, seq]; cos and sin are tables [positions, r/2]. See
// ops.Rotary.
func (x *Node) Rotary(cos, sin, positions *Node, layout ops.RotaryLayout) *Node {
	return apply(func(ns ...*gorgonia.Node) (*gorgonia.Node, error) {
		return ops.Rotary(ns[0], ns[1], ns[2], ns[3], layout)
	}, x, cos, sin, positions)
}

// optional draws an operation some of whose operands may be nil.
func optional(f func(ns []*gorgonia.Node) (*gorgonia.Node, error), xs ...*Node) *Node {
	given := make([]*Node, 0, len(xs))
	for i, x := range xs {
		if x != nil || i == 0 {
			given = append(given, x)
		}
	}
	return apply(func(ns ...*gorgonia.Node) (*gorgonia.Node, error) {
		all := make([]*gorgonia.Node, len(xs))
		next := 0
		for i, x := range xs {
			if x != nil || i == 0 {
				all[i] = ns[next]
				next++
			}
		}
		return f(all)
	}, given...)
}

// key is that of x's next random operation: it depends on where in the model it
// is, and on how many there were before it in that place.
func (x *Node) key() uint64 {
	if x == nil {
		return 0
	}
	h := fnv.New64a()
	fmt.Fprintf(h, "%s#%d", x.scope, x.g.names.draws[x.scope])
	x.g.names.draws[x.scope]++
	return h.Sum64()
}
