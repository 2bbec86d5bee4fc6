package graph

import (
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/ops"
)

type reduction func(x *gorgonia.Node, keep bool, axes ...int) (*gorgonia.Node, error)

func (x *Node) reduce(f reduction, keep bool, axes []int) *Node {
	return x.unary(func(n *gorgonia.Node) (*gorgonia.Node, error) { return f(n, keep, axes...) })
}

// Sum adds up over axes, which vanish; without any, over all.
func (x *Node) Sum(axes ...int) *Node { return x.reduce(ops.Sum, false, axes) }

// Mean averages over axes, which vanish; without any, over all.
func (x *Node) Mean(axes ...int) *Node { return x.reduce(ops.Mean, false, axes) }

// Max is the largest over axes, which vanish; without any, over all.
func (x *Node) Max(axes ...int) *Node { return x.reduce(ops.Max, false, axes) }

// Min is the smallest over axes, which vanish; without any, over all.
func (x *Node) Min(axes ...int) *Node { return x.reduce(ops.Min, false, axes) }

// Prod multiplies over axes, which vanish; without any, over all.
func (x *Node) Prod(axes ...int) *Node { return x.reduce(ops.Prod, false, axes) }

// LogSumExp is log Σ eˣ over axes, which vanish; without any, over all.
func (x *Node) LogSumExp(axes ...int) *Node { return x.reduce(ops.LogSumExp, false, axes) }

// SumKeep is Sum whose axes stay, with length 1.
func (x *Node) SumKeep(axes ...int) *Node { return x.reduce(ops.Sum, true, axes) }

// MeanKeep is Mean whose axes stay, with length 1.
func (x *Node) MeanKeep(axes ...int) *Node { return x.reduce(ops.Mean, true, axes) }

// MaxKeep is Max whose axes stay, with length 1.
func (x *Node) MaxKeep(axes ...int) *Node { return x.reduce(ops.Max, true, axes) }

// CumSum is the running sum along an axis.
func (x *Node) CumSum(axis int) *Node {
	return x.unary(func(n *gorgonia.Node) (*gorgonia.Node, error) {
		return ops.CumSum(n, axis, false, false)
	})
}

// ArgMax is where the largest is along an axis, which vanishes; of equals, the
// first.
func (x *Node) ArgMax(axis int) *Node {
	return x.unary(func(n *gorgonia.Node) (*gorgonia.Node, error) {
		return ops.ArgMax(n, axis, false, false)
	})
}

// TopK is the k largest along an axis, in falling order, and where they are.
func (x *Node) TopK(k, axis int) (values, indices *Node) {
	var second *gorgonia.Node
	values = x.unary(func(n *gorgonia.Node) (first *gorgonia.Node, err error) {
		first, second, err = ops.TopK(n, k, axis, true)
		return first, err
	})
	if values == nil {
		return nil, nil
	}
	return values, &Node{g: values.g, n: second, scope: values.scope}
}
