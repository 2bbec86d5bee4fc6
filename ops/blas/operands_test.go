package blas_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"

	gaze "github.com/gaze-ml/gaze/ops/blas"
)

// sgemm is a call of Sgemm.
type sgemm struct {
	tA, tB        blas.Transpose
	m, n, k       int
	alpha, beta   float32
	a, b, c       []float32
	lda, ldb, ldc int
}

func (s sgemm) String() string {
	return fmt.Sprintf("%c%c %d×%d·%d×%d, ld %d %d %d, alpha %v, beta %v, lengths %d %d %d", s.tA, s.tB, s.m, s.k, s.k, s.n,
		s.lda, s.ldb, s.ldc, s.alpha, s.beta, len(s.a), len(s.b), len(s.c))
}

// with is C afterwards, and what the call panicked with.
func (s sgemm) with(b blas.Float32Level3) (c []float32, thrown any) {
	defer func() { thrown = recover() }()
	c = append([]float32{}, s.c...)
	b.Sgemm(s.tA, s.tB, s.m, s.n, s.k, s.alpha, s.a, s.lda, s.b, s.ldb, s.beta, c, s.ldc)
	return c, nil
}

var transposes = []blas.Transpose{blas.NoTrans, blas.Trans, blas.ConjTrans}

// pick is one of them.
func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

// matrix has rows that are up to three elements longer than need be.
func matrix(r *rand.Rand, rows, columns int, t blas.Transpose) (x []float32, ld int) {
	if t != blas.NoTrans {
		rows, columns = columns, rows
	}
	ld = max(columns, 1) + r.IntN(4)
	return vector(r, max((rows-1)*ld+columns, 0)), ld
}

func vector(r *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(r.NormFloat64())
	}
	return x
}

func randomSgemm(r *rand.Rand, size func() int) sgemm {
	s := sgemm{
		tA: pick(r, transposes...), tB: pick(r, transposes...), m: size(), n: size(), k: size(),
		alpha: pick[float32](r, 1, 1, -0.5, 0), beta: pick[float32](r, 0, 1, -2),
	}
	s.a, s.lda = matrix(r, s.m, s.k, s.tA)
	s.b, s.ldb = matrix(r, s.k, s.n, s.tB)
	s.c, s.ldc = matrix(r, s.m, s.n, blas.NoTrans)
	return s
}

// near wants two results of sums of n terms of the size of 1 to differ by
// rounding only, and to be NaN in the same places.
func near(t *testing.T, want, got []float32, terms int, name any) {
	t.Helper()
	require.Len(t, got, len(want))
	bound := 8 * float64(terms+4) * math.Ldexp(1, -23)
	for i, w := range want {
		if d := math.Abs(float64(got[i] - w)); d > bound || (w != w) != (got[i] != got[i]) {
			require.Failf(t, "differs", "%v: %v at %d, gonum has %v", name, got[i], i, w)
		}
	}
}

var (
	ours   gaze.Implementation
	theirs gonum.Implementation
)
