package kernel

import (
	"math"
	"unsafe"
)

// The functions below are one element's, in T's own precision. The compiler
// knows the size of T, so nothing is decided at run time.

func exp[T Float](x T) T {
	if unsafe.Sizeof(x) == 4 {
		return T(exp32(float32(x)))
	}
	return T(math.Exp(float64(x)))
}

// expm1 is e^x - 1, for float32 in float64.
func expm1[T Float](x T) T {
	switch {
	case unsafe.Sizeof(x) != 4:
		return T(math.Expm1(float64(x)))
	case x > expMax:
		return T(math.Inf(1))
	case x < expMin:
		return -1
	}
	s, q := expParts(float64(x))
	return T(s*q + (s - 1))
}

func sigmoid[T Float](x T) T {
	if unsafe.Sizeof(x) == 4 {
		return T(sigmoid32(float32(x)))
	}
	return T(sigmoid64(float64(x)))
}
