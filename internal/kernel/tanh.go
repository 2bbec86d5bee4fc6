package kernel

import "math"

// Tanh is y[i] = tanh x[i]. The slices may be the same. float32 is within 3 ulp.
func Tanh[T Float](y, x []T) {
	x = x[:len(y)]
	if twin(tanhSIMD, y, x) {
		return
	}
	switch x := any(x).(type) {
	case []float32:
		y := any(y).([]float32)
		for i, v := range x {
			y[i] = tanh32(v)
		}
	case []float64:
		y := any(y).([]float64)
		for i, v := range x {
			y[i] = math.Tanh(v)
		}
	}
}

// TanhGrad is dx[i] = (1 - y[i]²)·dy[i], where y = tanh x. dx and dy may be
// the same.
func TanhGrad[T Float](dx, y, dy []T) {
	y, dy = y[:len(dx)], dy[:len(dx)]
	if twinGrad(tanhGradSIMD, dx, y, dy) {
		return
	}
	for i, v := range y {
		dx[i] = (1 - v*v) * dy[i]
	}
}

// tanh32 is tanh x = x·P(x²)/Q(x²), minimax on |x| ≤ 9.05 to 2.2e-8, in float64.
// It is ±1 from 9.02 on.
func tanh32(x float32) float32 {
	if x > 9.05 {
		return 1
	}
	if x < -9.05 {
		return -1
	}
	t := float64(x)
	s := t * t
	z := s * s
	p := (0.99999997822 + s*0.133774015331) + z*((0.0034912838505+s*2.0538217005e-05)+z*1.32563086883e-08)
	q := (1 + s*0.467107161367) + z*((0.0258606075564+s*0.0003278594624)+z*7.73634327806e-07)
	return float32(t * p / q)
}
