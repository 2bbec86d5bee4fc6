package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// levels are those that this processor and this build have. What is missing is
// said by TestLevelsTested.
func levels() (ls []level) {
	for l := plain; l <= best(); l++ {
		if best().includes(l) {
			ls = append(ls, l)
		}
	}
	return ls
}

// atLevel runs f at a level.
func atLevel(l level, f func()) {
	was := current
	defer func() { current = was }()
	current = l
	f()
}

// shape is the sizes of a product and its transposes.
type shape struct {
	m, n, k        int
	transA, transB bool
}

func (s shape) String() string {
	return fmt.Sprintf("%d×%d·%d×%d transA %v transB %v", s.m, s.k, s.k, s.n, s.transA, s.transB)
}

// eachForm calls f with the four forms of a product.
func eachForm(m, n, k int, f func(s shape)) {
	for i := range 4 {
		f(shape{m, n, k, i&1 != 0, i&2 != 0})
	}
}

func random[T Float](r *rand.Rand, n int) []T {
	x := make([]T, n)
	for i := range x {
		x[i] = T(r.NormFloat64())
	}
	return x
}

// randomProduct has rows that are longer than need be by up to a few elements,
// which are NaN, and slices that begin anywhere and end with the last element.
func randomProduct[T Float](r *rand.Rand, s shape) *Product[T] {
	p := &Product[T]{M: s.m, N: s.n, K: s.k, TransA: s.transA, TransB: s.transB}
	matrix := func(rows, columns int) ([]T, int) {
		ld, from := columns+r.IntN(5), r.IntN(5)
		if rows == 0 || columns == 0 {
			return nil, ld
		}
		x := random[T](r, from+(rows-1)*ld+columns)[from:]
		for i := range x {
			if i%ld >= columns {
				x[i] = T(math.NaN())
			}
		}
		return x, ld
	}
	p.A, p.LDA = matrix(turned(s.m, s.k, s.transA))
	p.B, p.LDB = matrix(turned(s.k, s.n, s.transB))
	p.C, p.LDC = matrix(s.m, s.n)
	p.Alpha = []T{1, 1, 0.5, -3, 0}[r.IntN(5)]
	p.Beta = []T{0, 0, 1, -2}[r.IntN(4)]
	if r.IntN(2) == 0 {
		p.Bias = random[T](r, s.n)
	}
	return p
}

func turned(rows, columns int, trans bool) (int, int) {
	if trans {
		return columns, rows
	}
	return rows, columns
}

// summed is the comment of Product but for f, for element (i, j), and the sum of
// the magnitudes of what is added, which bounds the error. The race detector does not
// watch it: nobody writes when it reads, and it is most of what tests of products do.
//
//go:norace
func summed[T Float](p *Product[T], i, j int) (value, size float64) {
	if p.Alpha != 0 {
		stepA, stepB := at(p.TransA, 0, 1, p.LDA), at(p.TransB, 1, 0, p.LDB)
		a, b := at(p.TransA, i, 0, p.LDA), at(p.TransB, 0, j, p.LDB)
		for range p.K {
			x := float64(p.A[a]) * float64(p.B[b])
			value, size = value+x, size+math.Abs(x)
			a, b = a+stepA, b+stepB
		}
		value, size = value*float64(p.Alpha), size*math.Abs(float64(p.Alpha))
	}
	if p.Beta != 0 {
		x := float64(p.Beta) * float64(p.C[i*p.LDC+j])
		value, size = value+x, size+math.Abs(x)
	}
	if p.Bias != nil {
		value, size = value+float64(p.Bias[j]), size+math.Abs(float64(p.Bias[j]))
	}
	return value, size
}

// holds compares a product with its comment, at every level: within n·ε·Σ|x|.
func holds[T Float](t *testing.T, p *Product[T], name fmt.Stringer) {
	epsilon := math.Ldexp(1, -52)
	if size[T]() == 4 {
		epsilon = math.Ldexp(1, -23)
	}
	want, bound := make([]float64, p.M*p.N), make([]float64, p.M*p.N)
	for i := range want {
		want[i], bound[i] = summed(p, i/p.N, i%p.N)
		bound[i] *= float64(p.K+4) * epsilon
	}
	before := append([]T{}, p.C...)
	for _, l := range levels() {
		copy(p.C, before)
		if p.Beta == 0 {
			for i := range want {
				p.C[i/p.N*p.LDC+i%p.N] = T(math.NaN())
			}
		}
		atLevel(l, func() { p.Serial(new(Worker)) })
		for i, w := range want {
			got := float64(p.C[i/p.N*p.LDC+i%p.N])
			if math.Abs(got-w) <= bound[i] || got == w || math.IsNaN(got) && math.IsNaN(w) {
				continue
			}
			require.Failf(t, "wrong", "%v, %v alpha %v beta %v bias %v: %v at [%d, %d], want %v",
				l, name, p.Alpha, p.Beta, p.Bias != nil, got, i/p.N, i%p.N, w)
		}
		for i, v := range p.C {
			if i%p.LDC >= p.N && v == v {
				require.Failf(t, "wrote beyond a row", "%v, %v: at %d", l, name, i)
			}
		}
	}
}

func TestProductOfSmallSizes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	odd := []int{1, 2, 3, 5, 8, 15, 16, 17, 31, 32, 33, 47, 64, 65}
	for i := range 71 {
		a, b := odd[r.IntN(len(odd))], odd[r.IntN(len(odd))]
		for _, s := range [][3]int{{i, a, b}, {a, i, b}, {a, b, i}, {i, i, i}, {1, i, b}, {i, b, a}, {1, a, i}, {3, i, b}} {
			eachForm(s[0], s[1], s[2], func(s shape) { holds(t, randomProduct[float32](r, s), s) })
		}
	}
}

func TestProductOfOddSizes(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 8 {
		eachForm(1+r.IntN(300), 1+r.IntN(300), 1+r.IntN(300), func(s shape) { holds(t, randomProduct[float32](r, s), s) })
	}
}

// Sizes at which operands are cut, packed or read in place.
func TestProductOfEdgeSizes(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, s := range [][3]int{
		{448, 33, 512}, {449, 40, 513}, {900, 65, 40}, {15, 1030, 20}, {14, 513, 520}, {4, 2000, 9}, {3, 3000, 5},
		{8, 129, 1025}, {16, 65, 128}, {17, 65, 129}, {48, 49, 257}, {49, 50, 300}, {30, 16, 4100}, {15, 520, 4200},
	} {
		eachForm(s[0], s[1], s[2], func(s shape) { holds(t, randomProduct[float32](r, s), s) })
	}
}

func TestProductInFloat64(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 200 {
		eachForm(r.IntN(40), r.IntN(40), r.IntN(40), func(s shape) { holds(t, randomProduct[float64](r, s), s) })
	}
	eachForm(130, 140, 300, func(s shape) { holds(t, randomProduct[float64](r, s), s) })
}
