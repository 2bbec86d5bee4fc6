package kernel

import "math"

// Sqrt is y[i] = √x[i], NaN below 0, correctly rounded. The slices may be the
// same.
func Sqrt[T Float](y, x []T) {
	x = x[:len(y)]
	if twin(sqrtSIMD, y, x) {
		return
	}
	for i, v := range x {
		y[i] = T(math.Sqrt(float64(v)))
	}
}

// Rsqrt is y[i] = 1/√x[i]: +Inf for 0, NaN below. The slices may be the same.
func Rsqrt[T Float](y, x []T) {
	x = x[:len(y)]
	if twin(rsqrtSIMD, y, x) {
		return
	}
	for i, v := range x {
		y[i] = 1 / T(math.Sqrt(float64(v)))
	}
}

// SqrtGrad is dx[i] = dy[i]/(2·y[i]), where y = √x. dx and dy may be the same.
func SqrtGrad[T Float](dx, y, dy []T) {
	y, dy = y[:len(dx)], dy[:len(dx)]
	if twinGrad(sqrtGradSIMD, dx, y, dy) {
		return
	}
	for i, v := range y {
		dx[i] = dy[i] / (2 * v)
	}
}

// RsqrtGrad is dx[i] = -y[i]³/2·dy[i], where y = 1/√x. dx and dy may be the same.
func RsqrtGrad[T Float](dx, y, dy []T) {
	y, dy = y[:len(dx)], dy[:len(dx)]
	if twinGrad(rsqrtGradSIMD, dx, y, dy) {
		return
	}
	for i, v := range y {
		dx[i] = -0.5 * v * v * v * dy[i]
	}
}
