package kernel

import "math"

// ReLU is y[i] = max(x[i], 0), NaN of NaN. The slices may be the same.
func ReLU[T Float](y, x []T) {
	x = x[:len(y)]
	if twin(reluSIMD, y, x) {
		return
	}
	for i, v := range x {
		y[i] = max(v, 0)
	}
}

// ReLUGrad is dx[i] = dy[i] where y[i] ≠ 0, else 0, with y = ReLU x. dx and dy may
// be the same. Without a branch: the signs of activations cannot be predicted.
func ReLUGrad[T Float](dx, y, dy []T) {
	y, dy = y[:len(dx)], dy[:len(dx)]
	if twinGrad(reluGradSIMD, dx, y, dy) {
		return
	}
	switch dx := any(dx).(type) {
	case []float32:
		dy := any(dy).([]float32)
		for i, v := range any(y).([]float32) {
			b := int32(math.Float32bits(v))
			dx[i] = math.Float32frombits(math.Float32bits(dy[i]) & uint32((b|-b)>>31))
		}
	case []float64:
		dy := any(dy).([]float64)
		for i, v := range any(y).([]float64) {
			b := int64(math.Float64bits(v))
			dx[i] = math.Float64frombits(math.Float64bits(dy[i]) & uint64((b|-b)>>63))
		}
	}
}

// LeakyReLU is y[i] = x[i] where x[i] > 0, else slope·x[i]. The slices may be the
// same.
func LeakyReLU[T Float](y, x []T, slope T) {
	x = x[:len(y)]
	if y, ok := any(y).([]float32); ok && leakyReLUSIMD(y, any(x).([]float32), float32(slope)) {
		return
	}
	for i, v := range x {
		if v > 0 {
			y[i] = v
		} else {
			y[i] = slope * v
		}
	}
}

// LeakyReLUGrad is dx[i] = dy[i] where x[i] > 0, else slope·dy[i]. dx and dy may be
// the same.
func LeakyReLUGrad[T Float](dx, x, dy []T, slope T) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	if dx, ok := any(dx).([]float32); ok && leakyReLUGradSIMD(dx, any(x).([]float32), any(dy).([]float32), float32(slope)) {
		return
	}
	for i, v := range x {
		if v > 0 {
			dx[i] = dy[i]
		} else {
			dx[i] = slope * dy[i]
		}
	}
}
