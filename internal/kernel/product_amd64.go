//go:build !noasm

package kernel

import "unsafe"

// The functions below call the kernel of a level. They are no table of
// functions because what it is called with would then escape to the heap.

func mulColumns(l level, rows int, m *micro) {
	if l == avx512 {
		mulColumnsAVX512(rows, m)
	} else {
		mulColumnsAVX2(rows, m)
	}
}

func mulRows(l level, rows int, m *micro) {
	if l == avx512 {
		mulRowsAVX512(rows, m)
	} else {
		mulRowsAVX2(rows, m)
	}
}

func mulStrided(l level, rows int, m *micro) {
	if l == avx512 {
		mulStridedAVX512(rows, m)
	} else {
		mulStridedAVX2(rows, m)
	}
}

func mulTurned(l level, rows int, m *micro) {
	if l == avx512 {
		mulTurnedAVX512(rows, m)
	} else {
		mulTurnedAVX2(rows, m)
	}
}

func transpose(l level, dst unsafe.Pointer, dstStep int, src unsafe.Pointer, p *places, k int) {
	if l == avx512 {
		transposeAVX512(dst, dstStep, src, (*[16]int)(p), k)
	} else {
		transposeAVX2(dst, dstStep, src, (*[8]int)(p[:]), k)
	}
}

func copyRows(l level, dst, src unsafe.Pointer, srcStep, k, n int) {
	if l == avx512 {
		copyRowsAVX512(dst, src, srcStep, k, n)
	} else {
		copyRowsAVX2(dst, src, srcStep, k, n)
	}
}

func copyColumns(l level, dst unsafe.Pointer, dstPanel, height, panels int, src unsafe.Pointer, srcStep, k int) {
	if l == avx512 {
		copyColumnsAVX512(dst, dstPanel, height, panels, src, srcStep, k)
	} else {
		copyColumnsAVX2(dst, dstPanel, height, panels, src, srcStep, k)
	}
}

// ceiling multiplies and adds as fast as can be: the largest tile, k times.
func ceiling(l level, k int, a, b unsafe.Pointer) {
	if l == avx512 {
		ceilingAVX512(k, a, b)
	} else {
		ceilingAVX2(k, a, b)
	}
}
