package blas_test

import (
	"math"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/blas"

	"github.com/gaze-ml/gaze/internal/mallocs"
)

func TestSgemmIsGonums(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		s := randomSgemm(r, func() int { return pick(r, 0, 1, 2, 3, 5, 7, 16, 17, 31, 33, 64, 65) })
		sameAsGonum(t, s)
	}
	for range 20 {
		sameAsGonum(t, randomSgemm(r, func() int { return 1 + r.IntN(300) }))
	}
}

func sameAsGonum(t *testing.T, s sgemm) {
	t.Helper()
	want, thrown := s.with(theirs)
	require.Nil(t, thrown, "%v", s)
	got, thrown := s.with(ours)
	require.Nil(t, thrown, "%v", s)
	near(t, want, got, s.k, s)
	for i := range s.c {
		if i%s.ldc >= s.n {
			require.Equal(t, s.c[i], got[i], "%v: wrote between rows, at %d", s, i)
		}
	}
}

// With beta 0 what C held does not matter.
func TestSgemmIgnoresCWhereBetaIsZero(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		s := randomSgemm(r, func() int { return pick(r, 0, 1, 3, 16, 33) })
		s.beta = 0
		want, _ := s.with(theirs)
		for i := range s.c {
			s.c[i] = float32(math.NaN())
		}
		got, _ := s.with(ours)
		for i := range s.m * s.n {
			at := i/s.n*s.ldc + i%s.n
			require.InDelta(t, want[at], got[at], 1e-4, "%v", s)
		}
	}
}

// With alpha 0, A and B do not matter, as in the reference BLAS. (gonum spreads
// the NaN of A in one of the four forms.)
func TestSgemmIgnoresOperandsWhereAlphaIsZero(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		s := randomSgemm(r, func() int { return pick(r, 1, 3, 16, 33) })
		s.alpha = 0
		want, _ := s.with(theirs)
		for i := range s.a {
			s.a[i] = float32(math.NaN())
		}
		got, _ := s.with(ours)
		near(t, want, got, 1, s)
	}
}

func TestSgemmTakesNaNTimesZeroForNaN(t *testing.T) {
	c := []float32{0}
	ours.Sgemm(blas.NoTrans, blas.NoTrans, 1, 1, 1, 1, []float32{0}, 1, []float32{float32(math.NaN())}, 1, 0, c, 1)
	require.True(t, c[0] != c[0])
}

// What gonum panics about, so do we, in the same words; what it lets pass is
// computed.
func TestSgemmPanicsAsGonum(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	seen := map[any]int{}
	for range 20000 {
		s := randomSgemm(r, func() int { return pick(r, -1, 0, 1, 2, 3, 3, 4) })
		shorten := func(x *[]float32) { *x = (*x)[:max(0, len(*x)-pick(r, 0, 0, 0, 1, 2, 100))] }
		shorten(&s.a)
		shorten(&s.b)
		shorten(&s.c)
		for _, ld := range []*int{&s.lda, &s.ldb, &s.ldc} {
			*ld -= pick(r, 0, 0, 0, 0, 1, 3, 10)
		}
		s.tA, s.tB = pick(r, s.tA, s.tA, s.tA, s.tA, 'X'), pick(r, s.tB, s.tB, s.tB, s.tB, 'X')
		want, panics := s.with(theirs)
		got, thrown := s.with(ours)
		require.Equal(t, panics, thrown, "%v", s)
		if panics == nil {
			near(t, want, got, max(s.k, 0), s)
		}
		seen[panics]++
	}
	for _, text := range []string{"illegal transpose", "m < 0", "n < 0", "k < 0", "bad leading dimension of A", "bad leading dimension of B",
		"bad leading dimension of C", "insufficient length of a", "insufficient length of b", "insufficient length of c"} {
		require.Positive(t, seen["blas: "+text], text)
	}
	require.Positive(t, seen[nil])
}

// Callers need not know of each other: the results are those of one.
func TestTwoGoroutinesAtOnce(t *testing.T) {
	var wg sync.WaitGroup
	for seed := range uint64(2) {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(9, seed))
			for range 30 {
				s := randomSgemm(r, func() int { return 1 + r.IntN(150) })
				first, _ := s.with(ours)
				again, _ := s.with(ours)
				want, _ := s.with(theirs)
				for i := range first {
					if math.Float32bits(first[i]) != math.Float32bits(again[i]) || math.Abs(float64(first[i]-want[i])) > 1e-3 {
						t.Errorf("%v: %v and %v at %d, want %v", s, first[i], again[i], i, want[i])
						return
					}
				}
			}
		})
	}
	wg.Wait()
}

func TestProductsAllocateNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	a, b, c := vector(r, 200*200), vector(r, 200*200), make([]float32, 200*200)
	require.Less(t, mallocs.Fewest(100, func() {
		ours.Sgemm(blas.NoTrans, blas.Trans, 200, 200, 200, 1, a, 200, b, 200, 0, c, 200)
		ours.Sgemv(blas.NoTrans, 200, 200, 1, a, 200, b, 1, 0, c, 1)
	}), uint64(100), "100 times each: what is pooled is made anew after collecting garbage only")
}
