package graph

import (
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/ops"
)

// Sparsemax is max(x − t, 0) along an axis, the t for which a line sums to 1
// (Martins and Astudillo 2016): like Softmax, but small scores get exactly
// nothing. A row of −Inf gives zeros.
func (x *Node) Sparsemax(axis int) *Node {
	return x.unary(func(n *gorgonia.Node) (*gorgonia.Node, error) { return ops.Sparsemax(n, axis) })
}

// Entmax15 is max(x/2 − t, 0)² along an axis, the t for which a line sums to 1
// (Peters et al. 2019): between Softmax and Sparsemax. A row of −Inf gives zeros.
func (x *Node) Entmax15(axis int) *Node {
	return x.unary(func(n *gorgonia.Node) (*gorgonia.Node, error) { return ops.Entmax15(n, axis) })
}
