//go:build !noasm

package kernel

import "unsafe"

// squaredNormSIMD is Σ x[i]² for i < done, as far as whole turns of the level's
// loop go.
func squaredNormSIMD(x []float32) (done int, sum float64) {
	turn := 2 * current.lanes()
	turns := len(x) / turn
	if turns == 0 {
		return 0, 0
	}
	switch current {
	case avx512:
		sum = squaredNormAVX512(turns, unsafe.Pointer(&x[0]))
	case avx2:
		sum = squaredNormAVX2(turns, unsafe.Pointer(&x[0]))
	default:
		return 0, 0
	}
	return turns * turn, sum
}

// moveWords is CopyRows for rows of n words of 32 bits, the first at y[0] and
// x[0]. It is not ok at level plain.
func moveWords(n, rows int, y unsafe.Pointer, yStep int, x unsafe.Pointer, xStep int) bool {
	switch current {
	case avx512:
		moveRowsAVX512(n, rows, y, yStep, x, xStep)
	case avx2:
		moveRowsAVX2(n, rows, y, yStep, x, xStep)
	default:
		return false
	}
	return true
}
