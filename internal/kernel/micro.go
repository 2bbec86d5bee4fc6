package kernel

import "unsafe"

//go:generate go -C gen run . ..

// micro is the operands of one micro-kernel: a few rows of C, and as many of
// its columns as fit into registers, summed over k. Strides are in bytes.
//
//	C[i,j] = alpha·(sums[i,j] + Σ_k A[i,k]·B[k,j]) (+ beta·C[i,j] if keep) (+ bias[j])   j < n
//
// Sums are taken in the order of k, by one multiply-add after another, beginning
// with what sums holds, or with 0. So a part of k that goes on with the sums of
// the part before, which alpha 1 leaves as they are, changes no bit.
//
// The generated code reads this declaration for the places of the fields.
type micro struct {
	k       int
	a       unsafe.Pointer
	aRow    int // from a row of A to the next
	aStep   int // from a k to the next
	b       unsafe.Pointer
	bStep   int // from a k to the next; of Bᵀ in place, from a column to the next
	c       unsafe.Pointer
	cRow    int
	sums    unsafe.Pointer // or nil; of bytes int32s; strided, turned and bf16 kernels begin with 0
	sumsRow int
	n       int            // columns
	bias    unsafe.Pointer // or nil
	keep    int            // 1: add beta·C
	alpha   float32
	beta    float32

	// What comes next is prefetched while this is computed, four lines every
	// fourth k: at ahead, + aheadX, + aheadY and + both; then ahead moves on.
	ahead, aheadX, aheadY, aheadStep uintptr

	// int8: what rows and columns were quantised by.
	rows    *rowQuanta
	columns *columnQuanta
}

// rowQuanta says what the bytes of rows stand for: byte q of row i is
// scale[i]·(q - zero[i]).
type rowQuanta struct {
	scale [16]float32
	zero  [16]int32
}

// columnQuanta says what the signed bytes of columns stand for: byte q of
// column j is scale[j]·q; and has their sums over k.
type columnQuanta struct {
	sum   [32]int32
	scale [32]float32
}

// tileConfig is what LDTILECFG reads: the palette, and for each of 8 tiles the
// bytes of a row, from byte 16 on, and the number of rows, from byte 48 on.
type tileConfig [64]byte
