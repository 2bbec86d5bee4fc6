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
func MatMul(a, b *gorgonia.Node, transA, transB bool) (*gorgonia.Node, error) {
	if a == nil || b == nil {
		return nil, fmt.Errorf("matmul: an operand is nil")
	}
	s, t := TypeOf(a), TypeOf(b)
	if s.Rank() == 0 || t.Rank() == 0 {
		return nil, fmt.Errorf("matmul: a %s · b %s: want at least one axis each", s, t)
	}
	if s.Rank() > 1 && t.Rank() > 1 {
		return matMul(a, b, product{transA, transB})
	}
	return vectorMatMul(a, b, product{transA && s.Rank() > 1, transB && t.Rank() > 1})
}

// vectorMatMul is a product with an operand of one axis.
func vectorMatMul(a, b *gorgonia.Node, p product) (*gorgonia.Node, error) {
	s, t := TypeOf(a), TypeOf(b)
	var err error
	if s.Rank() == 1 {
		if a, err = Reshape(a, 1, s.Shape[0]); err != nil {
			return nil, err
		}
	}
	if t.Rank() == 1 {
		if b, err = Reshape(b, t.Shape[0], 1); err != nil {
			return nil, err
		}
	}
	y, err := matMul(a, b, p)
	if err != nil {
		return nil, err
	}
	shape := TypeOf(y).Shape // [..., m, n], less what the vectors lack
	m, n := len(shape)-2, len(shape)-1
	switch {
	case s.Rank() == 1 && t.Rank() == 1:
		shape = shape[:m]
	case s.Rank() == 1:
		shape = append(shape[:m], shape[n])
	default:
		shape = shape[:n]
	}
	return Reshape(y, shape...)
}

// Gemm is alpha·op(a)·op(b) + beta·c for a and b of two axes; c, broadcast to
// the result, may be nil.
func Gemm(a, b, c *gorgonia.Node, alpha, beta float64, transA, transB bool) (*gorgonia.Node, error) {
	y, err := MatMul(a, b, transA, transB)
	if err == nil && alpha != 1 {
		y, err = Scale(y, alpha)
	}
	if err != nil || c == nil {
		return y, err
	}
	if beta != 1 {
		if c, err = Scale(c, beta); err != nil {
			return nil, err
		}
	}
	return Add(y, c)
}

// product says which operands of a matrix product are transposed.
type product struct{ transA, transB bool }

func matMul(a, b *gorgonia.Node, p product) (*gorgonia.Node, error) {
	return apply(Def{
		Name:     "matmul",
		Infer:    func(in []Type) (Type, error) { return p.infer(in[0], in[1]) },
		Forward:  byFloat(matMulForward[float32](p), matMulForward[float64](p)),
		Gradient: p.gradient,
	}, a, b)
}

func (p product) infer(a, b Type) (Type, error) {
	fail := func(format string, args ...any) (Type, error) {
		return Type{}, fmt.Errorf("a %s%s · b %s%s: %s", a, transposed(p.transA), b, transposed(p.transB), fmt.Sprintf(format, args...))
	}
	if !a.Float() || a.Dtype != b.Dtype {
		return fail("want floats of one dtype")
	}
	m, k := matrix(a.Shape, p.transA)
	l, n := matrix(b.Shape, p.transB)
	if k != l {
		return fail("%d columns, want %d as b has rows", k, l)
	}
	batch, err := broadcastShape(a.Shape[:a.Rank()-2], b.Shape[:b.Rank()-2])
	if err != nil {
		return fail("batch axes: %v", err)
	}
	return a.With(append(append([]int{}, batch...), m, n)...), nil
}

func transposed(is bool) string {
	if is {
		return "ᵀ"
	}
	return ""
}

// matrix is the rows and columns of the last two axes, transposed if trans.
func matrix(shape []int, trans bool) (rows, columns int) {
	r := len(shape)
	if trans {
		return shape[r-1], shape[r-2]
	}
	return shape[r-2], shape[r-1]
}

// gradient is drawn from other products, summed where a batch was broadcast.
func (p product) gradient(in gorgonia.Nodes, _, dy *gorgonia.Node) (gorgonia.Nodes, error) {
	a, b := in[0], in[1]
	draw := func(of, x, y *gorgonia.Node, transX, transY bool) (*gorgonia.Node, error) {
		d, err := matMul(x, y, product{transX, transY})
		if err != nil {
			return nil, err
		}
		return SumTo(d, TypeOf(of).Shape...)
	}
	var da, db *gorgonia.Node
	var err error
	if p.transA {
		da, err = draw(a, b, dy, p.transB, true)
	} else {
		da, err = draw(a, dy, b, false, !p.transB)
	}
	if err != nil {
		return nil, err
	}
	if p.transB {
		db, err = draw(b, dy, a, true, p.transA)
	} else {
		db, err = draw(b, a, dy, !p.transA, false)
	}
	return gorgonia.Nodes{da, db}, err
}

func matMulForward[T kernel.Float](p product) func(*Call) func() {
	return func(c *Call) func() {
		a, b := c.In[0], c.In[1]
		m, k := matrix(a.Shape, p.transA)
		_, n := matrix(b.Shape, p.transB)
		batch := c.Out.Shape[:c.Out.Rank()-2]
		atA, atB := batchOffsets(batch, a.Shape, m*k), batchOffsets(batch, b.Shape, k*n)
		x, y, z := floats[T](a), floats[T](b), floats[T](c.Out)
		items := make([]kernel.Product[T], size(batch))
		for i := range items {
			items[i] = kernel.Product[T]{
				M: m, N: n, K: k, A: x[atA[i]:], B: y[atB[i]:], C: z[i*m*n:],
				LDA: a.Shape[a.Rank()-1], LDB: b.Shape[b.Rank()-1], LDC: n,
				TransA: p.transA, TransB: p.transB, Alpha: 1,
			}
		}
		tiles := items[0].Tiles()
		return c.For(len(items)*tiles, max(1, 32768/(m*n*k/tiles+1)), func(lo, hi int) {
			for i := lo; i < hi; i++ {
				items[i/tiles].Tile(i % tiles)
			}
		})
	}
}

// batchOffsets is where the matrix of each batch entry begins, in an operand of
// the given shape whose batch axes are broadcast to batch.
func batchOffsets(batch, shape []int, matrix int) []int {
	own := shape[:len(shape)-2]
	at := make([]int, size(batch))
	for i := range at {
		rest, stride := i, matrix
		for k := len(batch) - 1; k >= 0; k-- {
			position := rest % batch[k]
			rest /= batch[k]
			if j := k - (len(batch) - len(own)); j >= 0 {
				if own[j] > 1 {
					at[i] += position * stride
				}
				stride *= own[j]
			}
		}
	}
	return at
}
