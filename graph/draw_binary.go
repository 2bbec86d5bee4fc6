package graph

import (
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/ops"
)

// Add is x + y, broadcast.
func (x *Node) Add(y *Node) *Node { return x.binary(ops.Add, y) }

// Sub is x − y, broadcast.
func (x *Node) Sub(y *Node) *Node { return x.binary(ops.Sub, y) }

// Mul is x·y element by element, broadcast.
func (x *Node) Mul(y *Node) *Node { return x.binary(ops.Mul, y) }

// Div is x/y, broadcast.
func (x *Node) Div(y *Node) *Node { return x.binary(ops.Div, y) }

// Pow is x to the power y, broadcast.
func (x *Node) Pow(y *Node) *Node { return x.binary(ops.Pow, y) }

// Maximum is the larger of x and y, broadcast.
func (x *Node) Maximum(y *Node) *Node { return x.binary(ops.Maximum, y) }

// Minimum is the smaller of x and y, broadcast.
func (x *Node) Minimum(y *Node) *Node { return x.binary(ops.Minimum, y) }

// Equal is true where x = y.
func (x *Node) Equal(y *Node) *Node { return x.binary(ops.Equal, y) }

// NotEqual is true where x ≠ y.
func (x *Node) NotEqual(y *Node) *Node { return x.binary(ops.NotEqual, y) }

// Less is true where x < y.
func (x *Node) Less(y *Node) *Node { return x.binary(ops.Less, y) }

// LessEqual is true where x ≤ y.
func (x *Node) LessEqual(y *Node) *Node { return x.binary(ops.LessEqual, y) }

// Greater is true where x > y.
func (x *Node) Greater(y *Node) *Node { return x.binary(ops.Greater, y) }

// GreaterEqual is true where x ≥ y.
func (x *Node) GreaterEqual(y *Node) *Node { return x.binary(ops.GreaterEqual, y) }

// And is true where x and y are.
func (x *Node) And(y *Node) *Node { return x.binary(ops.And, y) }

// Or is true where x or y is.
func (x *Node) Or(y *Node) *Node { return x.binary(ops.Or, y) }

// Xor is true where just one of x and y is.
func (x *Node) Xor(y *Node) *Node { return x.binary(ops.Xor, y) }

// Where is a where x is true, b elsewhere, all three broadcast.
func (x *Node) Where(a, b *Node) *Node {
	return apply(func(ns ...*gorgonia.Node) (*gorgonia.Node, error) {
		return ops.Where(ns[0], ns[1], ns[2])
	}, x, a, b)
}

// MaskedFill is x with value where mask is true.
func (x *Node) MaskedFill(mask *Node, value float64) *Node {
	return apply(func(ns ...*gorgonia.Node) (*gorgonia.Node, error) {
		return ops.MaskedFill(ns[0], ns[1], value)
	}, x, mask)
}

// MatMul is x·y over the last two axes, batched and broadcast over the others.
func (x *Node) MatMul(y *Node) *Node { return x.product(y, false, false) }

// MatMulT is x·yᵀ.
func (x *Node) MatMulT(y *Node) *Node { return x.product(y, false, true) }

// TMatMul is xᵀ·y.
func (x *Node) TMatMul(y *Node) *Node { return x.product(y, true, false) }

func (x *Node) product(y *Node, transX, transY bool) *Node {
	return x.binary(func(a, b *gorgonia.Node) (*gorgonia.Node, error) {
		return ops.MatMul(a, b, transX, transY)
	}, y)
}
