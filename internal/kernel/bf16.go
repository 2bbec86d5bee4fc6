package kernel

import "math"

// RoundBF16 is x rounded to the nearest bfloat16, of two equally near the even
// one. As in the instructions that do it, a denormal becomes 0 of its sign, and
// a NaN a quiet one; beyond the largest is Inf.
func RoundBF16(x float32) float32 {
	b := math.Float32bits(x)
	switch {
	case b&0x7f800000 == 0:
		b &= 1 << 31
	case x != x:
		b |= 1 << 22
	default:
		b += 0x7fff + b>>16&1
	}
	return math.Float32frombits(b &^ 0xffff)
}

// roundBF16 rounds in place.
func roundBF16(x []float32) {
	if roundBF16SIMD(x) {
		return
	}
	for i, v := range x {
		x[i] = RoundBF16(v)
	}
}
