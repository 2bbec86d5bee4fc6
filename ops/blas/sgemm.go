package blas

import (
	"gonum.org/v1/gonum/blas"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Sgemm is C = alpha·op(A)·op(B) + beta·C, where op(A) is m×k, op(B) is k×n and
// C is m×n, each in rows lda, ldb and ldc apart, and op is what tA and tB say:
// the matrix as it lies, or transposed. Beta 0 means that C is only written:
// what it held, NaN included, is ignored. It panics as gonum's does.
//
// After Dongarra, Du Croz, Hammarling and Duff, "A set of Level 3 Basic Linear
// Algebra Subprograms", ACM TOMS 16 (1990).
func (i Implementation) Sgemm(
	tA, tB blas.Transpose, m, n, k int,
	alpha float32, a []float32, lda int, b []float32, ldb int, beta float32, c []float32, ldc int,
) {
	p := kernel.Product[float32]{
		M: m, N: n, K: k, A: a, B: b, C: c, LDA: lda, LDB: ldb, LDC: ldc,
		TransA: tA != blas.NoTrans, TransB: tB != blas.NoTrans, Alpha: alpha, Beta: beta,
	}
	if !known(tA) || !known(tB) || !sound(&p) { // gonum says what is wrong, or has nothing to multiply
		i.Implementation.Sgemm(tA, tB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
		return
	}
	compute(p)
}

func known(t blas.Transpose) bool { return t == blas.NoTrans || t == blas.Trans || t == blas.ConjTrans }

// sound says whether there is something to multiply, and the matrices are as
// large as they are said to be.
func sound(p *kernel.Product[float32]) bool {
	return p.M > 0 && p.N > 0 && p.K > 0 &&
		holds(p.A, p.M, p.K, p.LDA, p.TransA) &&
		holds(p.B, p.K, p.N, p.LDB, p.TransB) &&
		holds(p.C, p.M, p.N, p.LDC, false)
}

// holds says whether x has so many rows and columns, or columns and rows if it
// is transposed.
func holds(x []float32, rows, columns, ld int, trans bool) bool {
	if trans {
		rows, columns = columns, rows
	}
	return ld >= columns && len(x) >= (rows-1)*ld+columns
}
