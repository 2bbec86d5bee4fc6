package weights

import "math"

// Conversions between floats, by their bits: a NaN keeps its payload both ways,
// which the processor's conversions do not promise.

// halfToFloat widens IEEE binary16; exact.
func halfToFloat(h uint16) uint32 {
	sign, exp, frac := uint32(h>>15)<<31, uint32(h>>10)&0x1f, uint32(h)&0x3ff
	switch {
	case exp == 0x1f: // infinity, NaN
		return sign | 0xff<<23 | frac<<13
	case exp != 0:
		return sign | (exp+112)<<23 | frac<<13
	}
	// frac·2⁻²⁴ is exact in a float32, zero included.
	return sign | math.Float32bits(float32(frac)*0x1p-24)
}

// floatToHalf rounds to the nearest binary16, ties to even.
func floatToHalf(b uint32) uint16 {
	sign, b := uint16(b>>16)&0x8000, b&0x7fffffff
	switch {
	case b > 0x7f800000:
		return sign | 0x7c00 | keepNaN(uint16(b>>13)&0x3ff)
	case b >= 0x477ff000: // 65520 and above round to infinity
		return sign | 0x7c00
	case b >= 0x38800000: // 2⁻¹⁴ and above: normal
		return sign | uint16((b-112<<23+0xfff+(b>>13)&1)>>13)
	}
	// Subnormal: a multiple of 2⁻²⁴. Adding 2⁻¹ rounds at that very bit.
	x := math.Float32frombits(b) + 0.5
	return sign | uint16(math.Float32bits(x)-math.Float32bits(0.5))
}

// keepNaN makes sure that a payload cut to its upper bits is still a NaN's.
func keepNaN(frac uint16) uint16 {
	if frac == 0 {
		return 1
	}
	return frac
}

// brainToFloat widens bfloat16; exact.
func brainToFloat(h uint16) uint32 { return uint32(h) << 16 }

// floatToBrain rounds to the nearest bfloat16, ties to even.
func floatToBrain(b uint32) uint16 {
	if b&0x7fffffff > 0x7f800000 {
		return uint16(b>>16)&0xff80 | keepNaN(uint16(b>>16)&0x7f)
	}
	return uint16((b + 0x7fff + b>>16&1) >> 16)
}

// widen is exact.
func widen(b uint32) uint64 {
	if b&0x7fffffff > 0x7f800000 {
		return uint64(b>>31)<<63 | 0x7ff<<52 | uint64(b&0x7fffff)<<29
	}
	return math.Float64bits(float64(math.Float32frombits(b)))
}

// narrow rounds to the nearest float32, ties to even.
func narrow(b uint64) uint32 {
	if b&^(1<<63) > 0x7ff<<52 {
		frac := uint32(b>>29) & 0x7fffff
		if frac == 0 {
			frac = 1
		}
		return uint32(b>>63)<<31 | 0xff<<23 | frac
	}
	return math.Float32bits(float32(math.Float64frombits(b)))
}

// narrowOdd rounds to a float32 so that rounding once more, to a half, gives
// what rounding once would have: towards zero, with the last bit set if
// anything was lost (Boldo and Melquiond 2008).
func narrowOdd(b uint64) uint32 {
	f := narrow(b)
	x, y := math.Float64frombits(b), float64(math.Float32frombits(f))
	if x == y || x != x {
		return f
	}
	if math.Abs(y) > math.Abs(x) {
		f--
	}
	return f | 1
}
