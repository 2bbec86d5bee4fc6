package ops

import (
	"github.com/gaze-ml/gaze/internal/kernel"
)

// pairs is how the matrices of two batches meet: the i-th matrix [m, n] of the
// result is the a[i]-th [m, k] of the left times the b[i]-th [k, n] of the right.
type pairs struct {
	transA, transB bool
	m, n, k        int
	a, b           []int
	i              []int // 0, 1, 2 ...
}

// pair lines up the batch axes of a and b. Where b is one matrix, the rows of all
// of a are those of one tall matrix.
func (p product) pair(a, b []int) *pairs {
	s := &pairs{transA: p.transA && len(a) > 1, transB: p.transB && len(b) > 1}
	var batchA, batchB []int
	s.m, s.k, batchA = matrix(a, true, p.transA)
	_, s.n, batchB = matrix(b, false, p.transB)
	if size(batchB) == 1 && !s.transA {
		s.m *= size(batchA)
		batchA, batchB = nil, nil
	}
	shape, _ := broadcastShape(batchA, batchB)
	w := kernel.NewBroadcast(shape, batchA, batchB)
	step := w.Steps()
	w.Each(0, w.Size(), func(_, n int, from [3]int) {
		for j := range n {
			s.i = append(s.i, len(s.i))
			s.a = append(s.a, from[0]+j*step[0])
			s.b = append(s.b, from[1]+j*step[1])
		}
	})
	return s
}

// side is one side of a sum of products: matrices in memory, and which of them
// the i-th pair uses.
type side[T kernel.Float] struct {
	x        []T
	which    []int
	size, ld int
	trans    bool
}

func leftOf[T kernel.Float](s *pairs, a Array) side[T] {
	if s.transA {
		return side[T]{floats[T](a), s.a, s.m * s.k, s.m, true}
	}
	return side[T]{floats[T](a), s.a, s.m * s.k, s.k, false}
}

func rightOf[T kernel.Float](s *pairs, b Array) side[T] {
	if s.transB {
		return side[T]{floats[T](b), s.b, s.k * s.n, s.k, true}
	}
	return side[T]{floats[T](b), s.b, s.k * s.n, s.n, false}
}

// t is the side with its matrices transposed.
func (s side[T]) t() side[T] {
	s.trans = !s.trans
	return s
}

// sum is what is written: matrices [m, n], sums of products over k.
type sum[T kernel.Float] struct {
	m, n, k int
	factor  factor[T]
	c       []T
}

// factor is what products are multiplied by, and in which precision they are
// made.
type factor[T kernel.Float] struct {
	alpha T
	in    kernel.Precision
}

func factorOf[T kernel.Float](p product, c *Call) factor[T] {
	return factor[T]{T(p.alpha), kernel.Precision(c.Precision)}
}

// of makes the products of the pairs in order, the same number to each matrix.
func (s sum[T]) of(left, right side[T], order []int) *products[T] {
	p := &products[T]{Product: kernel.Product[T]{
		M: s.m, N: s.n, K: s.k, Alpha: s.factor.alpha,
		A: left.x, LDA: left.ld, TransA: left.trans,
		B: right.x, LDB: right.ld, TransB: right.trans,
		C: s.c, LDC: s.n,
		Precision: s.factor.in,
	}}
	p.sum = len(order) * s.m * s.n / len(s.c)
	for _, i := range order {
		p.terms = append(p.terms, term{left.which[i] * left.size, right.which[i] * right.size})
	}
	return p
}

// grouped lists the pairs by the matrix they use, in order; each of count
// matrices is used equally often.
func grouped(which []int, count int) []int {
	each := len(which) / count
	order, filled := make([]int, len(which)), make([]int, count)
	for i, v := range which {
		order[v*each+filled[v]] = i
		filled[v]++
	}
	return order
}
