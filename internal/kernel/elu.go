package kernel

import "math"

// ELU is y[i] = scale·x[i] where x[i] > 0, else scale·alpha·(e^x[i] - 1). The slices
// may be the same. float32 is within 2e-7·max(1, |x|), times the larger of scale and
// scale·alpha.
func ELU[T Float](y, x []T, alpha, scale T) {
	x = x[:len(y)]
	if y, ok := any(y).([]float32); ok && eluSIMD(y, any(x).([]float32), float32(scale), float32(scale*alpha)) {
		return
	}
	for i, v := range x {
		if v > 0 {
			y[i] = scale * v
		} else {
			y[i] = scale * alpha * expm1(v)
		}
	}
}

// ELUGrad is dx[i] = scale·dy[i] where x[i] > 0, else scale·alpha·e^x[i]·dy[i]. dx
// and dy may be the same. float32 is within 3e-7·|dy|, times the larger of scale and
// scale·alpha.
func ELUGrad[T Float](dx, x, dy []T, alpha, scale T) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	if dx, ok := any(dx).([]float32); ok && eluGradSIMD(dx, any(x).([]float32), any(dy).([]float32), float32(scale), float32(scale*alpha)) {
		return
	}
	for i, v := range x {
		if v > 0 {
			dx[i] = scale * dy[i]
		} else {
			dx[i] = scale * alpha * exp(v) * dy[i]
		}
	}
}

// Softsign is y[i] = x[i]/(1 + |x[i]|). The slices may be the same.
func Softsign[T Float](y, x []T) {
	x = x[:len(y)]
	if twin(softsignSIMD, y, x) {
		return
	}
	for i, v := range x {
		y[i] = v / (1 + T(math.Abs(float64(v))))
	}
}

// SoftsignGrad is dx[i] = dy[i]/(1 + |x[i]|)². dx and dy may be the same.
func SoftsignGrad[T Float](dx, x, dy []T) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	if twinGrad(softsignGradSIMD, dx, x, dy) {
		return
	}
	for i, v := range x {
		d := 1 + T(math.Abs(float64(v)))
		dx[i] = dy[i] / (d * d)
	}
}
