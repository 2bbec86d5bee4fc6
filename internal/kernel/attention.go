package kernel

import (
	"encoding/binary"
	"math"
	"unsafe"
)

// Hide is s[i] = -Inf where seen[i] is false.
func Hide[T Float](s []T, seen []bool) {
	seen = seen[:len(s)]
	bytes := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(seen))), len(seen))
	for len(s) >= 8 {
		if binary.LittleEndian.Uint64(bytes) != allSeen {
			hide(s[:8], seen[:8])
		}
		s, seen, bytes = s[8:], seen[8:], bytes[8:]
	}
	hide(s, seen)
}

// allSeen is eight bools that are true, in memory: most of most masks.
const allSeen = 0x0101010101010101

func hide[T Float](s []T, seen []bool) {
	hidden := T(math.Inf(-1))
	for i, ok := range seen {
		if !ok {
			s[i] = hidden
		}
	}
}

// SoftmaxOrZero is s[i] = e^s[i] / Σ_j e^s[j], and 0 for all i if every s[j] is
// -Inf: who sees nothing attends to nothing. A NaN or +Inf makes all NaN. The sum
// is ExpSum's, so a row that ends in -Inf has the bits of the row without that
// end, and zeros.
func SoftmaxOrZero[T Float](s []T) { Softmax(s, s) }

// SoftmaxOrZeroGrad is ds[i] = w[i]·(dw[i] - Σ_j w[j]·dw[j]), the gradient of
// the scores given the weights and theirs. ds and dw may be the same. Zeros of w at
// the end, where dw is finite, do not change the sum's bits.
func SoftmaxOrZeroGrad[T Float](ds, w, dw []T) {
	w, dw = w[:len(ds)], dw[:len(ds)]
	if twinGrad(softmaxGradSIMD, ds, w, dw) {
		return
	}
	mean := fourProducts(w, dw)
	for i := range ds {
		ds[i] = w[i] * (dw[i] - mean)
	}
}

// highest is the largest x[i] that is not NaN, -Inf if there is none, by four
// running maxima.
func highest[T Float](x []T) T {
	if x, ok := any(x).([]float32); ok {
		if top, ok := highestSIMD(x); ok {
			return T(top)
		}
		if top, ok := highestRow(x); ok {
			return T(top)
		}
	}
	a := T(math.Inf(-1))
	b, c, d := a, a, a
	for len(x) >= 4 {
		if x[0] > a {
			a = x[0]
		}
		if x[1] > b {
			b = x[1]
		}
		if x[2] > c {
			c = x[2]
		}
		if x[3] > d {
			d = x[3]
		}
		x = x[4:]
	}
	for _, v := range x {
		if v > a {
			a = v
		}
	}
	return max(max(a, b), max(c, d))
}

// fourProducts is Σ x[i]·y[i] by four running sums over i mod 4.
func fourProducts[T Float](x, y []T) T {
	y = y[:len(x)]
	var a, b, c, d T
	for len(x) >= 4 && len(y) >= 4 {
		a, b, c, d = a+x[0]*y[0], b+x[1]*y[1], c+x[2]*y[2], d+x[3]*y[3]
		x, y = x[4:], y[4:]
	}
	switch len(x) {
	case 3:
		c += x[2] * y[2]
		fallthrough
	case 2:
		b += x[1] * y[1]
		fallthrough
	case 1:
		a += x[0] * y[0]
	}
	return (a + b) + (c + d)
}
