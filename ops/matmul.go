package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// MatMul is op(a)·op(b) over the last two axes, where op transposes if told to:
// a [..., m, k], b [..., k, n], result [..., m, n]. The axes before are batch
// axes, broadcast. An operand of one axis is a row on the left, a column on the
// right, and that axis is not in the result, as in NumPy; it is not transposed.
//
// The gradients are da = dy·bᵀ and db = aᵀ·dy, summed in order over the batch
// axes along which the operand was broadcast.
func MatMul(a, b *gorgonia.Node, transA, transB bool) (*gorgonia.Node, error) {
	return matMul("matmul", a, b, product{transA, transB, 1})
}

// product is alpha·op(a)·op(b), and says which operands are transposed.
type product struct {
	transA, transB bool
	alpha          float64
}

func matMul(name string, a, b *gorgonia.Node, p product) (*gorgonia.Node, error) {
	return apply(Def{
		Name:     name,
		Infer:    func(in []Type) (Type, error) { return p.infer(in[0], in[1]) },
		Forward:  byFloat(matMulForward[float32](p), matMulForward[float64](p)),
		Backward: byFloat(matMulBackward[float32](p), matMulBackward[float64](p)),

		multiplies: true,
	}, a, b)
}

func (p product) infer(a, b Type) (Type, error) {
	said := func(format string, args ...any) (Type, error) {
		return Type{}, fmt.Errorf("a %s%s · b %s%s: %s", a, transposed(p.transA), b, transposed(p.transB), fmt.Sprintf(format, args...))
	}
	switch {
	case !a.Float() || a.Dtype != b.Dtype:
		return said("want floats of one dtype")
	case a.Rank() == 0 || b.Rank() == 0:
		return said("want at least one axis each")
	case a.Size() == 0 || b.Size() == 0:
		return said("every axis must be at least 1")
	}
	m, k, batchA := matrix(a.Shape, true, p.transA)
	l, n, batchB := matrix(b.Shape, false, p.transB)
	if k != l {
		return said("%d columns and %d rows, want as many", k, l)
	}
	shape, err := broadcastShape(batchA, batchB)
	if err != nil {
		return said("batch axes: %v", err)
	}
	if a.Rank() > 1 {
		shape = append(shape, m)
	}
	if b.Rank() > 1 {
		shape = append(shape, n)
	}
	return a.With(shape...), nil
}

func transposed(is bool) string {
	if is {
		return "ᵀ"
	}
	return ""
}

// matrix is the rows and columns of op of the last two axes, and the batch axes
// before; a single axis is a row, or a column.
func matrix(shape []int, row, trans bool) (rows, columns int, batch []int) {
	r := len(shape)
	switch {
	case r == 1 && row:
		return 1, shape[0], nil
	case r == 1:
		return shape[0], 1, nil
	case trans:
		return shape[r-1], shape[r-2], shape[:r-2]
	}
	return shape[r-2], shape[r-1], shape[:r-2]
}

func matMulForward[T kernel.Float](p product) func(*Call) func() {
	return func(c *Call) func() {
		s := p.pair(c.In[0].Shape, c.In[1].Shape)
		y := sum[T]{s.m, s.n, s.k, factorOf[T](p, c), floats[T](c.Out)}.of(leftOf[T](s, c.In[0]), rightOf[T](s, c.In[1]), s.i)
		if len(y.terms) > 1 || c.Precision == Int8 { // several matrices, or what only Linear does
			return multiply(c, y)
		}
		return inOrder(packed(c, y, 1), multiply(c, y))
	}
}
