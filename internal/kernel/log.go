package kernel

import "math"

// Log is y[i] = the natural logarithm of x[i]: -Inf for 0, NaN below. The
// slices may be the same. float32 is within 2 ulp.
func Log[T Float](y, x []T) {
	x = x[:len(y)]
	if twin(logSIMD, y, x) {
		return
	}
	switch x := any(x).(type) {
	case []float32:
		y := any(y).([]float32)
		for i, v := range x {
			y[i] = log32(v)
		}
	case []float64:
		y := any(y).([]float64)
		for i, v := range x {
			y[i] = math.Log(v)
		}
	}
}

// LogGrad is dx[i] = dy[i]/x[i]. dx and dy may be the same.
func LogGrad[T Float](dx, x, dy []T) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	if twinGrad(logGradSIMD, dx, x, dy) {
		return
	}
	for i, v := range x {
		dx[i] = dy[i] / v
	}
}

// log32 is log x = n·ln 2 + log(1 + f), where x = 2ⁿ·(1 + f) and 1 + f lies
// between √½ and √2.
func log32(x float32) float32 {
	b := math.Float32bits(x)
	if b-minNormal >= infBits-minNormal { // zero, denormal, negative, Inf or NaN
		return log32Odd(x)
	}
	return log32Normal(b, 0)
}

// log32Normal is log of the normal number of bits b, times 2^-shift.
func log32Normal(b uint32, shift int32) float32 {
	b -= sqrtHalfBits
	n := float32(int32(b)>>23 - shift)
	f := math.Float32frombits(b&0x7FFFFF+sqrtHalfBits) - 1
	s := f * f
	p := (0.333333164 - f*0.250008106) + s*(0.200022861-f*0.16624555) +
		s*s*((0.141811922-f*0.1312875)+s*(0.128816471-f*0.078596212))
	return n*ln2Hi + (f + (n*ln2Lo + (f*s*p - 0.5*s)))
}

// log32Odd is log32 of what is not a positive normal number.
func log32Odd(x float32) float32 {
	switch {
	case x > 0 && x <= math.MaxFloat32:
		return log32Normal(math.Float32bits(x*0x1p23), 23)
	case x == 0:
		return float32(math.Inf(-1))
	case x > 0:
		return x
	}
	return float32(math.NaN())
}

const (
	ln2Hi        = 0.693359375 // 9 bits: times n is exact
	ln2Lo        = -2.12194440e-4
	minNormal    = 0x00800000
	infBits      = 0x7F800000
	sqrtHalfBits = 0x3F3504F3
)
