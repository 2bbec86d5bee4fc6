package blas_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/blas"
)

// sgemv is a call of Sgemv.
type sgemv struct {
	tA          blas.Transpose
	m, n, lda   int
	alpha, beta float32
	a, x, y     []float32
	incX, incY  int
}

func (s sgemv) String() string {
	return fmt.Sprintf("%c %d×%d, ld %d, steps %d %d, alpha %v, beta %v, lengths %d %d %d", s.tA, s.m, s.n, s.lda, s.incX, s.incY,
		s.alpha, s.beta, len(s.a), len(s.x), len(s.y))
}

func (s sgemv) with(b blas.Float32Level2) (y []float32, thrown any) {
	defer func() { thrown = recover() }()
	y = append([]float32{}, s.y...)
	b.Sgemv(s.tA, s.m, s.n, s.alpha, s.a, s.lda, s.x, s.incX, s.beta, y, s.incY)
	return y, nil
}

func randomSgemv(r *rand.Rand, size func() int) sgemv {
	s := sgemv{
		tA: pick(r, transposes...), m: size(), n: size(), alpha: pick[float32](r, 1, 1, -0.5, 0), beta: pick[float32](r, 0, 1, -2),
		incX: pick(r, 1, 1, 1, 2, -1), incY: pick(r, 1, 1, 1, 3, -2),
	}
	s.a, s.lda = matrix(r, s.m, s.n, blas.NoTrans)
	lengthX, lengthY := s.n, s.m
	if s.tA != blas.NoTrans {
		lengthX, lengthY = lengthY, lengthX
	}
	s.x, s.y = spaced(r, lengthX, s.incX), spaced(r, lengthY, s.incY)
	return s
}

// spaced are n elements so far apart.
func spaced(r *rand.Rand, n, step int) []float32 {
	return vector(r, max((n-1)*max(step, -step)+1, 0))
}

func TestSgemvIsGonums(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		s := randomSgemv(r, func() int { return pick(r, 0, 1, 3, 16, 33, 64, 65, 127, 300) })
		want, thrown := s.with(theirs)
		require.Nil(t, thrown, "%v", s)
		got, thrown := s.with(ours)
		require.Nil(t, thrown, "%v", s)
		near(t, want, got, s.m+s.n, s)
	}
}

func TestSgemvIgnoresYWhereBetaIsZero(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 100 {
		s := randomSgemv(r, func() int { return pick(r, 1, 65, 127) })
		s.beta, s.incY = 0, 1
		s.y = vector(r, s.m)
		if s.tA != blas.NoTrans {
			s.y = vector(r, s.n)
		}
		want, _ := s.with(theirs)
		for i := range s.y {
			s.y[i] = float32(math.NaN())
		}
		got, _ := s.with(ours)
		near(t, want, got, s.m+s.n, s)
	}
}

func TestSgemvPanicsAsGonum(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	seen := map[any]int{}
	for range 5000 {
		s := randomSgemv(r, func() int { return pick(r, -1, -70, 0, 1, 3, 65, 70) })
		shorten := func(x *[]float32) { *x = (*x)[:max(0, len(*x)-pick(r, 0, 0, 0, 1, 2, 100))] }
		shorten(&s.a)
		shorten(&s.x)
		shorten(&s.y)
		s.lda -= pick(r, 0, 0, 0, 0, 1, 3, 10)
		s.incX *= pick(r, 1, 1, 1, 0)
		s.incY *= pick(r, 1, 1, 1, 0)
		s.tA = pick(r, s.tA, s.tA, s.tA, s.tA, 'X')
		want, panics := s.with(theirs)
		got, thrown := s.with(ours)
		require.Equal(t, panics, thrown, "%v", s)
		if panics == nil {
			near(t, want, got, max(s.m, 0)+max(s.n, 0), s)
		}
		seen[panics]++
	}
	for _, text := range []string{"illegal transpose", "m < 0", "n < 0", "bad leading dimension of A", "zero x index increment",
		"zero y index increment", "insufficient length of a", "insufficient length of x", "insufficient length of y"} {
		require.Positive(t, seen["blas: "+text], text)
	}
	require.Positive(t, seen[nil])
}
