package kernel

import "math"

// Softplus is y[i] = log(1 + e^x[i]), as max(x[i], 0) + log1p(e^-|x[i]|), which
// does not overflow. The slices may be the same. float32 is within 2e-7·max(1, |x|).
func Softplus[T Float](y, x []T) {
	x = x[:len(y)]
	if twin(softplusSIMD, y, x) {
		return
	}
	for i, v := range x {
		y[i] = max(v, 0) + log1p(exp(T(-math.Abs(float64(v)))))
	}
}

// SoftplusGrad is dx[i] = σ(x[i])·dy[i]. dx and dy may be the same. float32 is within
// 3e-7·|dy|.
func SoftplusGrad[T Float](dx, x, dy []T) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	if twinGrad(softplusGradSIMD, dx, x, dy) {
		return
	}
	for i, v := range x {
		dx[i] = sigmoid(v) * dy[i]
	}
}
