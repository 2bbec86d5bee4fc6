package kernel

import (
	"sync/atomic"
)

// Product is a matrix product with an epilogue:
//
//	C[i,j] = f(Alpha·Σ_k A[i,k]·B[k,j] + Beta·C[i,j] + Bias[j])
//
// A is M×K (K×M in memory if TransA), B is K×N (N×K if TransB), C is M×N, each
// row-major with its own row length LDA, LDB, LDC. Beta 0 means that C is only
// written: what it held, NaN included, is ignored; so are A and B if Alpha is 0.
// A nil Bias adds nothing, a nil Epilogue leaves rows as they are.
//
// A Precision other than Float32 rounds A and B first. What is Packed of B can
// be shared by many products.
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
	Precision      Precision               // of A and B
	Packed         *Packed                 // B, if not nil: B itself is then not read
	Epilogue       func(row []T, i, j int) // is given C[i, j:j+len(row)], finished but for f
}

// Tiles is the number of tiles C is cut into.
func (p *Product[T]) Tiles() int { return p.tiling().tiles() }

// Tile computes the t-th tile of C, 0 ≤ t < Tiles(). What w has packed of A for
// one tile it uses for the next, within one job of its team: A must not change
// meanwhile.
func (p *Product[T]) Tile(w *Worker, t int) {
	b := p.tiling().block(t)
	switch q := any(p).(type) {
	case *Product[float32]:
		if q.narrowed() && !p.trivial() {
			multiplyNarrow(q, w, b)
			return
		}
		if current != plain && !p.trivial() {
			multiply32(q, w, b)
			return
		}
	}
	p.multiply(w, b)
	p.finish(b)
}

// Serial computes all of C on the calling goroutine.
func (p *Product[T]) Serial(w *Worker) {
	w.forget()
	for t := range p.Tiles() {
		p.Tile(w, t)
	}
}

// SkipProducts leaves the multiplications out, so that a benchmark can time
// everything else. Results are then meaningless.
var SkipProducts atomic.Bool

// trivial says whether there is nothing to multiply.
func (p *Product[T]) trivial() bool { return p.K == 0 || p.Alpha == 0 || SkipProducts.Load() }

// finish adds the bias to a block and gives its rows to the epilogue.
func (p *Product[T]) finish(b block) {
	for i := b.i; p.Bias != nil && i < b.i+b.rows; i++ {
		row := p.C[i*p.LDC+b.j:][:b.columns]
		Add(row, row, p.Bias[b.j:][:b.columns])
	}
	p.end(b)
}

// end gives the rows of a block to the epilogue.
func (p *Product[T]) end(b block) {
	if p.Epilogue == nil {
		return
	}
	for i := b.i; i < b.i+b.rows; i++ {
		p.Epilogue(p.C[i*p.LDC+b.j:][:b.columns], i, b.j)
	}
}

// at is where element (i, j) lies, of a matrix stored transposed if trans.
func at(trans bool, i, j, ld int) int {
	if trans {
		return j*ld + i
	}
	return i*ld + j
}

func ceil(n, d int) int { return (n + d - 1) / d }
