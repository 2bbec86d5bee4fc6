package kernel

import (
	"math"
	"unsafe"
)

// quanta says how elements of a row become bytes: x is byte
// q = x·inverse, rounded to even, + zero, within [0, 255], and q stands for
// scale·(q - zero). So 0 stays 0, and nothing moves by more than scale.
//
// Rows are not taken as symmetric, because what most activations make of them
// is not: GELU and ReLU would waste half of the steps.
type quanta struct {
	scale, inverse float32
	zero           int32
}

// leastScale: rows below are as good as 0, and their inverse would be Inf.
const leastScale = 0x1p-100

// quantaOf is what a row between low ≤ 0 and high ≥ 0 is quantised by. spoilt
// is NaN if the row has elements that are not finite: it then stands for NaN.
func quantaOf(low, high, spoilt float32) quanta {
	scale := high/255 - low/255
	if !(scale >= leastScale) {
		return quanta{scale: spoilt}
	}
	inverse := 1 / scale
	zero := int32(math.RoundToEven(float64(-low * inverse)))
	return quanta{scale + spoilt, inverse, min(max(zero, 0), 255)}
}

// rangeOf is the least and the greatest of x and 0, and 0, or NaN if not all is
// finite.
func rangeOf(x []float32) (low, high, spoilt float32) {
	for _, v := range x {
		low, high = min(low, v), max(high, v)
		spoilt += 0 * v
	}
	return low, high, spoilt
}

// byteOf is the byte of x.
func (q quanta) byteOf(x float32) int32 {
	v := int32(0)
	if q.scale == q.scale {
		v = int32(math.RoundToEven(float64(x * q.inverse)))
	}
	return min(max(v+q.zero, 0), 255)
}

// float is what the byte of x stands for.
func (q quanta) float(x float32) float32 { return float32(q.byteOf(x)-q.zero) * q.scale }

// rowQuantaOf is how some rows of A are quantised, each over all of K.
func (r *narrow) rowQuantaOf(i, height int) (s [16]quanta) {
	for x := range height {
		row := r.A[(i+x)*r.LDA:][:r.K]
		if r.form.quantised() {
			s[x] = quantaOf(rangeInt8AVX512(r.K, unsafe.Pointer(&row[0])))
		} else {
			s[x] = quantaOf(rangeOf(row))
		}
	}
	return s
}

// signedQuanta is how a column of B is quantised: x is byte x·inverse, rounded
// to even, within [-127, 127], which stands for scale·q.
func signedQuanta(low, high, spoilt float32) quanta {
	scale := max(high, -low) / 127
	if !(scale >= leastScale) {
		return quanta{scale: spoilt}
	}
	return quanta{scale: scale + spoilt, inverse: 1 / scale}
}

// signed is the signed byte of x.
func (q quanta) signed(x float32) int32 {
	if q.scale != q.scale {
		return 0
	}
	return min(max(int32(math.RoundToEven(float64(x*q.inverse))), -127), 127)
}
