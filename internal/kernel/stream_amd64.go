//go:build !noasm

package kernel

import "unsafe"

// The functions below begin at the first word of a block. They are not ok at
// level plain. Slices are not empty.

func streamBitsSIMD(bits []uint32, s *Stream, block uint64) bool {
	switch current {
	case avx512:
		streamBitsAVX512(len(bits), unsafe.Pointer(&bits[0]), unsafe.Pointer(s), block)
	case avx2:
		streamBitsAVX2(len(bits), unsafe.Pointer(&bits[0]), unsafe.Pointer(s), block)
	default:
		return false
	}
	return true
}

// dropSIMD is y[i] = x[i]·scale where the word is above limit, else x[i]·0.
func dropSIMD(y, x []float32, s *Stream, block uint64, limit uint32, scale float32) bool {
	x = x[:len(y)]
	switch current {
	case avx512:
		dropAVX512(len(y), unsafe.Pointer(&y[0]), unsafe.Pointer(&x[0]), unsafe.Pointer(s), block, limit, scale)
	case avx2:
		dropAVX2(len(y), unsafe.Pointer(&y[0]), unsafe.Pointer(&x[0]), unsafe.Pointer(s), block, limit, scale)
	default:
		return false
	}
	return true
}

// dropFactorsSIMD is m[i] = scale where the word is above limit, else 0.
func dropFactorsSIMD(m []float32, s *Stream, block uint64, limit uint32, scale float32) bool {
	switch current {
	case avx512:
		dropFactorsAVX512(len(m), unsafe.Pointer(&m[0]), unsafe.Pointer(s), block, limit, scale)
	case avx2:
		dropFactorsAVX2(len(m), unsafe.Pointer(&m[0]), unsafe.Pointer(s), block, limit, scale)
	default:
		return false
	}
	return true
}
