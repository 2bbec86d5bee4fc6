package kernel

import (
	"math"
	"unsafe"
)

// GELUTanh is y[i] = x[i]·(1 + tanh u)/2 with u = √(2/π)·(x[i] + 0.044715·x[i]³),
// GELU's approximation. The slices may be the same. float32 is within
// 2e-7·max(1, |x|).
func GELUTanh[T Float](y, x []T) {
	x = x[:len(y)]
	if twin(geluTanhSIMD, y, x) {
		return
	}
	for i, v := range x {
		if u := geluArgument(v); unsafe.Sizeof(v) == 4 {
			y[i] = v * T(sigmoid32(float32(u)))
		} else {
			y[i] = v * T(sigmoid64(float64(u)))
		}
	}
}

// GELUTanhGrad is dx[i] = (s + x[i]·s·(1 - s)·u')·dy[i], where s = (1 + tanh u)/2
// and u' is the derivative of 2u. dx and dy may be the same. float32 is within 3e-7·|dy|.
func GELUTanhGrad[T Float](dx, x, dy []T) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	if twinGrad(geluTanhGradSIMD, dx, x, dy) {
		return
	}
	for i, v := range x {
		s := sigmoid(geluArgument(v))
		slope := s
		if s > 0 && s < 1 {
			slope += v * s * (1 - s) * (2 * sqrt2OverPi * (1 + 3*geluCubic*v*v))
		}
		dx[i] = slope * dy[i]
	}
}

const (
	sqrt2OverPi = math.Sqrt2 / math.SqrtPi
	geluCubic   = 0.044715
)

// geluArgument is 2u, since (1 + tanh u)/2 is the sigmoid of 2u.
func geluArgument[T Float](x T) T { return 2 * sqrt2OverPi * (x + geluCubic*x*x*x) }
