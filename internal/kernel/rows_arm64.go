//go:build !noasm

package kernel

import "unsafe"

// Rows of softmax and LayerNorm at level neon. Where there is none of it, or the
// level is another, they are not ok and have done nothing.

// expRow is y[i] = e^x[i], within 2 ulp.
func expRow(y, x []float32) bool {
	if current != neon || len(y) == 0 {
		return false
	}
	expNEON(len(y), start(y, len(y)), start(x, len(y)))
	return true
}

// expSumRow is y[i] = e^(x[i]-shift), and Σ y[i] by lanes.
func expSumRow(y, x []float32, shift float32) (sum float32, ok bool) {
	if current != neon || len(y) == 0 {
		return 0, false
	}
	return expSumNEON(len(y), start(y, len(y)), start(x, len(y)), shift), true
}

// highestRow is the largest x[i] that is not NaN, -Inf if there is none.
func highestRow(x []float32) (top float32, ok bool) {
	if current != neon || len(x) == 0 {
		return 0, false
	}
	return highestNEON(len(x), start(x, len(x))), true
}

// scaleRow is y[i] = a·x[i].
func scaleRow(y, x []float32, a float32) bool {
	if current != neon || len(y) == 0 {
		return false
	}
	scaleNEON(len(y), start(y, len(y)), start(x, len(y)), a)
	return true
}

// layerNormRow is y[i] = (x[i] - mean)·rstd·w[i] + b[i].
func layerNormRow(y, x, w, b []float32, eps float32) (mean, rstd float32, ok bool) {
	if n := len(x); current == neon && n > 0 {
		mean, rstd = layerNormNEON(n, start(y, n), start(x, n), start(w, n), start(b, n), eps)
		return mean, rstd, true
	}
	return 0, 0, false
}

// start is where x begins, which must have n elements.
func start(x []float32, n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(x[:n])) }
