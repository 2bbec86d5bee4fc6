package kernel

import "math"

// Floor is y[i] = the largest whole number ≤ x[i]. The slices may be the same.
func Floor[T Float](y, x []T) {
	x = x[:len(y)]
	for i, v := range x {
		y[i] = T(math.Floor(float64(v)))
	}
}

// Ceil is y[i] = the smallest whole number ≥ x[i]. The slices may be the same.
func Ceil[T Float](y, x []T) {
	x = x[:len(y)]
	for i, v := range x {
		y[i] = T(math.Ceil(float64(v)))
	}
}

// Round is y[i] = the whole number nearest to x[i], of two the even one. The
// slices may be the same.
func Round[T Float](y, x []T) {
	x = x[:len(y)]
	for i, v := range x {
		y[i] = T(math.RoundToEven(float64(v)))
	}
}
