package kernel

import (
	"math"
	"unsafe"
)

// Softplus is y[i] = log(1 + e^x[i]), as max(x[i], 0) + log1p(e^-|x[i]|), which
// does not overflow. The slices may be the same. float32 is within 2e-7·max(1, |x|).
func Softplus[T Float](y, x []T) {
	x = x[:len(y)]
	if twin(softplusSIMD, y, x) {
		return
	}
	for i, v := range x {
		if e := exp(T(-math.Abs(float64(v)))); unsafe.Sizeof(v) == 4 {
			y[i] = max(v, 0) + T(log1p32(float32(e)))
		} else {
			y[i] = max(v, 0) + T(math.Log1p(float64(e)))
		}
	}
}

// log1p32 is log(1 + t), 0 ≤ t ≤ 1: t times a polynomial, minimax to 5e-9.
func log1p32(t float32) float32 {
	p := float32(-0.0032949171)
	for _, c := range [...]float32{0.0201045, -0.057488006, 0.10663869, -0.1534626, 0.1969249, -0.24958074, 0.33330467, -0.4999993, 1} {
		p = p*t + c
	}
	return t * p
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
