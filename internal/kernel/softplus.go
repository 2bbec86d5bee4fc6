package kernel

import "math"

// Softplus is y[i] = log(1 + e^x[i]), as max(x[i], 0) + log1p(e^-|x[i]|), which
// does not overflow. The slices may be the same.
func Softplus[T Float](y, x []T) {
	x = x[:len(y)]
	for i, v := range x {
		y[i] = max(v, 0) + log1p(exp(T(-math.Abs(float64(v)))))
	}
}

// SoftplusGrad is dx[i] = σ(x[i])·dy[i]. dx and dy may be the same.
func SoftplusGrad[T Float](dx, x, dy []T) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	for i, v := range x {
		dx[i] = sigmoid(v) * dy[i]
	}
}
