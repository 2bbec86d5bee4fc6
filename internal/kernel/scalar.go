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

// log1p is log(1 + x), for float32 in float64.
func log1p[T Float](x T) T { return T(math.Log1p(float64(x))) }

func sigmoid[T Float](x T) T {
	if unsafe.Sizeof(x) == 4 {
		return T(sigmoid32(float32(x)))
	}
	return T(sigmoid64(float64(x)))
}
