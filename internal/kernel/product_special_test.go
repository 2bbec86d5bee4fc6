package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// forms are shapes that take different ways through the code.
var forms = []shape{
	{1, 70, 40, false, true}, {9, 70, 140, false, true}, {2, 150, 40, false, false}, {3, 150, 40, true, false},
	{30, 70, 40, false, false}, {30, 70, 40, false, true}, {30, 70, 40, true, false}, {30, 70, 40, true, true},
	{30, 600, 700, false, false}, {30, 600, 700, true, true},
}

// 0·NaN and 0·Inf are NaN: one such element of A spoils its row and no other.
func TestProductSpreadsNaN(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, bad := range []float32{float32(math.NaN()), float32(math.Inf(1))} {
		for _, s := range forms {
			p := randomProduct[float32](r, s)
			p.Alpha, p.Beta = 1, 0
			i, k := r.IntN(s.m), r.IntN(s.k)
			p.A[at(s.transA, i, k, p.LDA)] = bad
			for j := range s.n {
				p.B[at(s.transB, k, j, p.LDB)] = 0
			}
			holds(t, p, s)
			for j := range s.n {
				require.True(t, p.C[i*p.LDC+j] != p.C[i*p.LDC+j], "%v", s)
			}
		}
	}
}

func TestProductOfInfinities(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	inf := float32(math.Inf(1))
	for _, s := range forms {
		p := randomProduct[float32](r, s)
		p.Alpha, p.Bias = 1, nil
		p.B[at(s.transB, s.k-1, s.n-1, p.LDB)] = inf
		holds(t, p, s)
		last := p.C[(s.m-1)*p.LDC+s.n-1]
		require.True(t, math.IsInf(float64(last), 0), "%v: %v", s, last)
	}
}

// Beta reads C, and what is not finite there stays so.
func TestProductKeepsNaNOfC(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, s := range forms {
		p := randomProduct[float32](r, s)
		p.Alpha, p.Beta = 1, 1
		p.C[0] = float32(math.NaN())
		holds(t, p, s)
		require.True(t, p.C[0] != p.C[0], "%v", s)
	}
}

// A matrix that was packed for other sizes, or at another level, is none.
func TestProductChecksWhatIsPacked(t *testing.T) {
	for _, l := range levels()[1:] {
		atLevel(l, func() {
			p := randomProduct[float32](rand.New(rand.NewPCG(1, 2)), shape{5, 40, 30, false, false})
			p.Alpha = 1
			for _, q := range []*Packed{NewPacked(Float32, 40, 30), NewPacked(Float32, 30, 41), NewPacked(BF16, 30, 40)} {
				p.Packed = q
				require.Panics(t, func() { p.Serial(new(Worker)) })
			}
			p.Packed = NewPacked(Float32, 30, 40)
			require.Panics(t, func() { p.Packed.Pack(Default(), p.B[:len(p.B)-1], p.LDB, false) })
			p.Packed.Pack(Default(), p.B, p.LDB, false)
			require.NotPanics(t, func() { p.Serial(new(Worker)) })
		})
	}
}

// Nothing is flushed to zero.
func TestProductOfDenormals(t *testing.T) {
	const tiny = 1e-42
	for _, s := range forms {
		p := randomProduct[float32](rand.New(rand.NewPCG(7, 8)), s)
		p.Alpha, p.Beta, p.Bias = 1, 0, nil
		for i := range p.A {
			p.A[i] = tiny
		}
		for i := range p.B {
			p.B[i] = 1
		}
		var want float32
		for range s.k {
			want += tiny
		}
		for _, l := range levels() {
			atLevel(l, func() { p.Serial(new(Worker)) })
			require.Equal(t, want, p.C[0], "%v %v", l, s)
			require.Equal(t, want, p.C[(s.m-1)*p.LDC+s.n-1], "%v %v", l, s)
		}
	}
}

func TestProductEpilogueSeesFinishedElementsOnce(t *testing.T) {
	for _, l := range levels() {
		for _, s := range append(forms, shape{300, 500, 1100, false, true}) {
			p := randomProduct[float32](rand.New(rand.NewPCG(1, 2)), s)
			atLevel(l, func() { p.Serial(new(Worker)) })
			want := append([]float32{}, p.C...)
			p = randomProduct[float32](rand.New(rand.NewPCG(1, 2)), s)
			seen := make([]int, len(p.C))
			p.Epilogue = func(row []float32, i, j int) {
				for x := range row {
					seen[i*p.LDC+j+x]++
					if want[i*p.LDC+j+x] != row[x] {
						require.Equal(t, want[i*p.LDC+j+x], row[x], "%v %v", l, s)
					}
				}
			}
			atLevel(l, func() { p.Serial(new(Worker)) })
			for i, n := range seen {
				if (i%p.LDC < p.N) != (n == 1) {
					require.Failf(t, "not once", "%v %v at %d: %d times", l, s, i, n)
				}
			}
		}
	}
}

func TestSkippedProductsStillEnd(t *testing.T) {
	SkipProducts.Store(true)
	defer SkipProducts.Store(false)
	for _, l := range levels() {
		p := Product[float32]{M: 3, N: 2, K: 4, Alpha: 1, A: make([]float32, 12), LDA: 4, B: make([]float32, 8), LDB: 2,
			C: make([]float32, 6), LDC: 2, Bias: []float32{1, 2}}
		rows := 0
		p.Epilogue = func([]float32, int, int) { rows++ }
		atLevel(l, func() { p.Serial(new(Worker)) })
		require.Equal(t, 3, rows)
		require.Equal(t, []float32{1, 2, 1, 2, 1, 2}, p.C)
	}
}

// A matrix that is said to be larger than it is ends in a panic of Go's, not in
// reading what is not ours.
func TestProductChecksSlices(t *testing.T) {
	for _, l := range levels() {
		for _, s := range forms {
			for which := range 4 {
				p := randomProduct[float32](rand.New(rand.NewPCG(1, 2)), s)
				p.Alpha, p.Bias = 1, make([]float32, s.n)
				m := []*[]float32{&p.A, &p.B, &p.C, &p.Bias}[which]
				*m = (*m)[: len(*m)-1 : len(*m)-1]
				atLevel(l, func() { require.Panics(t, func() { p.Serial(new(Worker)) }, "%v %v %d", l, s, which) })
			}
		}
	}
}
