package kernel

import "math"

// Sigmoid is y[i] = 1/(1 + e^-x[i]). The slices may be the same. float32 is
// within 3 ulp, where x is far below 0 too.
func Sigmoid[T Float](y, x []T) {
	x = x[:len(y)]
	if twin(sigmoidSIMD, y, x) {
		return
	}
	switch x := any(x).(type) {
	case []float32:
		y := any(y).([]float32)
		for i, v := range x {
			y[i] = sigmoid32(v)
		}
	case []float64:
		y := any(y).([]float64)
		for i, v := range x {
			y[i] = sigmoid64(v)
		}
	}
}

// SigmoidGrad is dx[i] = y[i]·(1 - y[i])·dy[i], where y is the sigmoid of x. dx
// and dy may be the same.
func SigmoidGrad[T Float](dx, y, dy []T) {
	y, dy = y[:len(dx)], dy[:len(dx)]
	if twinGrad(sigmoidGradSIMD, dx, y, dy) {
		return
	}
	for i, v := range y {
		dx[i] = v * (1 - v) * dy[i]
	}
}

// sigmoid32 is 1/(1 + e^-x): in float64 it needs no case for x < 0.
func sigmoid32(x float32) float32 {
	if x < expMin {
		return 0
	}
	if x > -expMin {
		return 1
	}
	s, q := expParts(-float64(x))
	return float32(1 / (1 + s + s*q))
}

func sigmoid64(x float64) float64 {
	e := math.Exp(-math.Abs(x))
	if x < 0 {
		return e / (1 + e)
	}
	return 1 / (1 + e)
}
