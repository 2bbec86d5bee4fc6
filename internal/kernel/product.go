package kernel

import (
	"sync/atomic"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

// Product is a matrix product with an epilogue:
//
//	C[i,j] = f(Alpha·Σ_k A[i,k]·B[k,j] + Beta·C[i,j] + Bias[j])
//
// A is M×K (K×M in memory if TransA), B is K×N (N×K if TransB), C is M×N, each
// row-major with its own row length LDA, LDB, LDC. Beta 0 means that C is only
// written: what it held, NaN included, is ignored. A nil Bias adds nothing, a
// nil Epilogue leaves rows as they are.
//
// C is computed in tiles, each by one worker with all of its sum over K, so the
// bits are the same for any number of workers.
type Product[T Float] struct {
	M, N, K        int
	A, B, C        []T
	LDA, LDB, LDC  int
	TransA, TransB bool
	Alpha, Beta    T
	Bias           []T
	Epilogue       func(row []T, i, j int) // is given C[i, j:j+len(row)], finished but for f
}

// The sizes of a tile. gonum starts goroutines of its own from four 64×64
// blocks on, so a tile has three; partK keeps a tile's part of B in L2.
const (
	tileM = 64
	tileN = 192
	partK = 128
)

// Tiles is the number of tiles C is cut into.
func (p *Product[T]) Tiles() int { return ceil(p.M, tileM) * ceil(p.N, tileN) }

// Tile computes the t-th tile of C, 0 ≤ t < Tiles().
func (p *Product[T]) Tile(t int) {
	columns := ceil(p.N, tileN)
	i, j := t/columns*tileM, t%columns*tileN
	m, n := min(tileM, p.M-i), min(tileN, p.N-j)
	p.multiply(i, j, m, n)
	for r := i; r < i+m; r++ {
		row := p.C[r*p.LDC+j : r*p.LDC+j+n]
		if p.Bias != nil {
			Add(row, row, p.Bias[j:j+n])
		}
		if p.Epilogue != nil {
			p.Epilogue(row, r, j)
		}
	}
}

// Serial computes all of C on the calling goroutine.
func (p *Product[T]) Serial() {
	for t := range p.Tiles() {
		p.Tile(t)
	}
}

// multiply sums over K in parts, into the tile at (i, j) of m×n.
func (p *Product[T]) multiply(i, j, m, n int) {
	c := p.C[i*p.LDC+j:]
	beta := p.Beta
	if p.K == 0 || p.Alpha == 0 {
		scaleRows(c, p.LDC, m, n, beta)
		return
	}
	for k := 0; k < p.K; k += partK {
		a, b := p.A[at(p.TransA, i, k, p.LDA):], p.B[at(p.TransB, k, j, p.LDB):]
		gemm(p.TransA, p.TransB, m, n, min(partK, p.K-k), p.Alpha, a, p.LDA, b, p.LDB, beta, c, p.LDC)
		beta = 1
	}
}

// at is where element (i, j) lies, of a matrix stored transposed if trans.
func at(trans bool, i, j, ld int) int {
	if trans {
		return j*ld + i
	}
	return i*ld + j
}

// scaleRows is C = beta·C, where beta 0 writes zeros over anything.
func scaleRows[T Float](c []T, ldc, m, n int, beta T) {
	for r := range m {
		row := c[r*ldc : r*ldc+n]
		if beta == 0 {
			clear(row)
			continue
		}
		for x := range row {
			row[x] *= beta
		}
	}
}

func ceil(n, d int) int { return (n + d - 1) / d }

// SkipProducts leaves the multiplications out, so that a benchmark can time
// everything else. Results are then meaningless.
var SkipProducts atomic.Bool

// gemm hands a tile to gonum's serial path.
func gemm[T Float](transA, transB bool, m, n, k int, alpha T, a []T, lda int, b []T, ldb int, beta T, c []T, ldc int) {
	ta, tb := blas.NoTrans, blas.NoTrans
	if transA {
		ta = blas.Trans
	}
	if transB {
		tb = blas.Trans
	}
	if SkipProducts.Load() {
		return
	}
	var impl gonum.Implementation
	switch c := any(c).(type) {
	case []float32:
		impl.Sgemm(ta, tb, m, n, k, float32(alpha), any(a).([]float32), lda, any(b).([]float32), ldb, float32(beta), c, ldc)
	case []float64:
		impl.Dgemm(ta, tb, m, n, k, float64(alpha), any(a).([]float64), lda, any(b).([]float64), ldb, float64(beta), c, ldc)
	}
}
