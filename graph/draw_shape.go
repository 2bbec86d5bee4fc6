package graph

import (
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/ops"
)

// Reshape has the same elements in another shape; one length may be −1.
func (x *Node) Reshape(shape ...int) *Node {
	return x.unary(func(n *gorgonia.Node) (*gorgonia.Node, error) { return ops.Reshape(n, shape...) })
}

// Transpose permutes the axes; without any it reverses them.
func (x *Node) Transpose(axes ...int) *Node {
	return x.unary(func(n *gorgonia.Node) (*gorgonia.Node, error) { return ops.Transpose(n, axes...) })
}

// Squeeze drops axes of length 1; without any, all of them.
func (x *Node) Squeeze(axes ...int) *Node {
	return x.unary(func(n *gorgonia.Node) (*gorgonia.Node, error) { return ops.Squeeze(n, axes...) })
}

// Unsqueeze puts in axes of length 1, at these places of the result.
func (x *Node) Unsqueeze(axes ...int) *Node {
	return x.unary(func(n *gorgonia.Node) (*gorgonia.Node, error) { return ops.Unsqueeze(n, axes...) })
}

// Slice is start ≤ i < stop along an axis; negative positions count from the
// end.
func (x *Node) Slice(axis, start, stop int) *Node { return x.SliceStep(axis, start, stop, 1) }

// SliceStep is every step-th element from start, before stop.
func (x *Node) SliceStep(axis, start, stop, step int) *Node {
	return x.unary(func(n *gorgonia.Node) (*gorgonia.Node, error) {
		return ops.Slice(n, axis, start, stop, step)
	})
}

// Split cuts x along an axis into pieces of the given sizes, which together are
// its length.
func (x *Node) Split(axis int, sizes ...int) []*Node {
	pieces := make([]*Node, len(sizes))
	if x == nil {
		return pieces
	}
	at := 0
	for i, n := range sizes {
		if n < 1 {
			x.g.fail(x.scope, "split: %s along axis %d into %v: want sizes of at least 1", x, axis, sizes)
		}
		pieces[i] = x.Slice(axis, at, at+n)
		at += n
	}
	if d := x.Dim(axis); x.n != nil && at != d {
		x.g.fail(x.scope, "split: %s along axis %d into %v: %d of %d", x, axis, sizes, at, d)
	}
	return pieces
}

// Concat joins xs along an axis.
func Concat(axis int, xs ...*Node) *Node {
	return apply(func(ns ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.Concat(axis, ns...) }, xs...)
}

// Stack joins xs along a new axis.
func Stack(axis int, xs ...*Node) *Node {
	return apply(func(ns ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.Stack(axis, ns...) }, xs...)
}

// Expand repeats axes of length 1 to the given shape.
func (x *Node) Expand(shape ...int) *Node {
	return x.unary(func(n *gorgonia.Node) (*gorgonia.Node, error) { return ops.Expand(n, shape...) })
}

// Gather is the entries of x along an axis that indices names.
func (x *Node) Gather(indices *Node, axis int) *Node {
	return x.binary(func(a, b *gorgonia.Node) (*gorgonia.Node, error) { return ops.Gather(a, b, axis) }, indices)
}

// GatherElements is x at indices along an axis, place by place.
func (x *Node) GatherElements(indices *Node, axis int) *Node {
	return x.binary(func(a, b *gorgonia.Node) (*gorgonia.Node, error) {
		return ops.GatherElements(a, b, axis)
	}, indices)
}

// ScatterAdd is x with updates added at indices along an axis.
func (x *Node) ScatterAdd(indices, updates *Node, axis int) *Node {
	return apply(func(ns ...*gorgonia.Node) (*gorgonia.Node, error) {
		return ops.ScatterAdd(ns[0], ns[1], ns[2], axis)
	}, x, indices, updates)
}

// Embedding is the rows of the table x [vocab, hidden] that ids names:
// [..., hidden]. The row padding, if it is not −1, gets no gradient.
func (x *Node) Embedding(ids *Node, padding int) *Node {
	return x.binary(func(a, b *gorgonia.Node) (*gorgonia.Node, error) {
		return ops.Embedding(a, b, padding)
	}, ids)
}

// OneHot is 1 where the last, new axis of length depth is at x, 0 elsewhere.
func (x *Node) OneHot(depth int) *Node {
	return x.unary(func(n *gorgonia.Node) (*gorgonia.Node, error) {
		return ops.OneHot(n, depth, 1, 0, -1, x.g.dtype)
	})
}
