package kernel

import "math"

// Sqrt is y[i] = √x[i], NaN below 0, correctly rounded. The slices may be the
// same.
func Sqrt[T Float](y, x []T) {
	x = x[:len(y)]
	for i, v := range x {
		y[i] = T(math.Sqrt(float64(v)))
	}
}

// Rsqrt is y[i] = 1/√x[i]: +Inf for 0, NaN below. The slices may be the same.
func Rsqrt[T Float](y, x []T) {
	x = x[:len(y)]
	for i, v := range x {
		y[i] = 1 / T(math.Sqrt(float64(v)))
	}
}

// Sin is y[i] = sin x[i], computed in float64. The slices may be the same.
func Sin[T Float](y, x []T) {
	x = x[:len(y)]
	for i, v := range x {
		y[i] = T(math.Sin(float64(v)))
	}
}

// Cos is y[i] = cos x[i], computed in float64. The slices may be the same.
func Cos[T Float](y, x []T) {
	x = x[:len(y)]
	for i, v := range x {
		y[i] = T(math.Cos(float64(v)))
	}
}
