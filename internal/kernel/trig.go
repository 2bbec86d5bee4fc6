package kernel

import "math"

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

// SinGrad is dx[i] = cos x[i]·dy[i]. dx and dy may be the same.
func SinGrad[T Float](dx, x, dy []T) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	for i, v := range x {
		dx[i] = T(math.Cos(float64(v))) * dy[i]
	}
}

// CosGrad is dx[i] = -sin x[i]·dy[i]. dx and dy may be the same.
func CosGrad[T Float](dx, x, dy []T) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	for i, v := range x {
		dx[i] = -T(math.Sin(float64(v))) * dy[i]
	}
}
