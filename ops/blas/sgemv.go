package blas

import (
	"gonum.org/v1/gonum/blas"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// The sizes of a matrix, in elements, from and (if it is transposed) to which our
// product with a vector is faster than gonum's; measured on Zen 4 with one worker.
const (
	leastMatrix    = 1 << 11
	mostTransposed = 1 << 18
)

// Sgemv is y = alpha·A·x + beta·y, or alpha·Aᵀ·x + beta·y if tA says so, where A
// is m×n in rows lda apart, and the elements of x and y are incX and incY apart.
// Beta 0 means that y is only written. It panics as gonum's does.
func (i Implementation) Sgemv(
	tA blas.Transpose, m, n int,
	alpha float32, a []float32, lda int, x []float32, incX int, beta float32, y []float32, incY int,
) {
	// As a product of one row: yᵀ = alpha·xᵀ·op(A)ᵀ + beta·yᵀ.
	p := kernel.Product[float32]{
		M: 1, N: m, K: n, A: x, B: a, C: y, LDA: n, LDB: lda, LDC: m,
		TransB: true, Alpha: alpha, Beta: beta,
	}
	size := m * n
	ours := known(tA) && size >= leastMatrix && incX == 1 && incY == 1
	if tA != blas.NoTrans {
		p.N, p.K, p.LDA, p.LDC, p.TransB = n, m, m, n, false
		ours = ours && size <= mostTransposed
	}
	if !ours || !sound(&p) {
		i.Implementation.Sgemv(tA, m, n, alpha, a, lda, x, incX, beta, y, incY)
		return
	}
	compute(p)
}
