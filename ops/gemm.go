package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
)

// Gemm is alpha·op(a)·op(b) + beta·c, where op transposes if told to: op(a)
// [m, k], op(b) [k, n]; c, broadcast to [m, n], may be nil (ONNX's Gemm).
func Gemm(a, b, c *gorgonia.Node, alpha, beta float64, transA, transB bool) (*gorgonia.Node, error) {
	for _, x := range []*gorgonia.Node{a, b} {
		if x != nil && x.Dims() != 2 {
			return nil, fmt.Errorf("gemm: an operand is %s: want two axes", TypeOf(x))
		}
	}
	y, err := matMul("gemm", a, b, product{transA, transB, alpha})
	if err != nil || c == nil {
		return y, err
	}
	if s, t := TypeOf(y), TypeOf(c); t.Dtype != s.Dtype || !broadcastsTo(t.Shape, s.Shape) {
		return nil, fmt.Errorf("gemm: c %s: want what can be broadcast to %s", t, s)
	}
	if beta != 1 {
		if c, err = Scale(c, beta); err != nil {
			return nil, err
		}
	}
	return Add(y, c)
}

// broadcastsTo reports whether a tensor of the given shape can be repeated to another.
func broadcastsTo(shape, to []int) bool {
	both, err := broadcastShape(to, shape)
	return err == nil && equalShapes(both, to)
}
