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

func log[T Float](x T) T {
	if unsafe.Sizeof(x) == 4 {
		return T(log32(float32(x)))
	}
	return T(math.Log(float64(x)))
}

func tanh[T Float](x T) T {
	if unsafe.Sizeof(x) == 4 {
		return T(tanh32(float32(x)))
	}
	return T(math.Tanh(float64(x)))
}

func erf[T Float](x T) T {
	if unsafe.Sizeof(x) == 4 {
		return T(erf32(float32(x)))
	}
	return T(math.Erf(float64(x)))
}

func sigmoid[T Float](x T) T {
	if unsafe.Sizeof(x) == 4 {
		return T(sigmoid32(float32(x)))
	}
	return T(sigmoid64(float64(x)))
}
