package kernel

import "math"

// Softmax is y[i] = e^x[i] / Σ_j e^x[j], shifted by the largest x[j] so that
// nothing overflows. If every x[j] is -Inf, y is 0: who sees nothing attends to
// nothing. A NaN or +Inf makes all NaN. The sum is ExpSum's, so -Inf at the end do
// not change the bits of the rest. The slices may be the same.
func Softmax[T Float](y, x []T) {
	x = x[:len(y)]
	if twin(softmaxSIMD, y, x) {
		return
	}
	shift := highest(x)
	if math.IsInf(float64(shift), -1) {
		shift = 0 // all are -Inf, whose e^x is 0, or some are NaN
	}
	sum := ExpSum(y, x, shift)
	if sum == 0 {
		return
	}
	inverse := 1 / sum
	if y, ok := any(y).([]float32); ok && scaleRow(y, y, float32(inverse)) {
		return
	}
	for i := range y {
		y[i] *= inverse
	}
}

// LogSoftmax is y[i] = (x[i] - top) - log Σ_j e^(x[j] - top), top being the largest
// x[j]: in this order, or the small differences of large numbers would be lost. If
// every x[j] is -Inf, or one is +Inf or NaN, all are NaN. The slices may be the
// same; scratch is as long as x, and LossScratch elements at most are used.
func LogSoftmax[T Float](y, x, scratch []T) {
	if len(x) <= lossPart && twin(logSoftmaxSIMD, y, x) {
		return
	}
	top, sum := MaxExpSum(x, scratch)
	rest := T(math.Log(float64(sum)))
	if y, ok := any(y).([]float32); ok && lessTwiceSIMD(y, any(x).([]float32), float32(top), float32(rest)) {
		return
	}
	for i, v := range x {
		y[i] = (v - top) - rest
	}
}

// LogSoftmaxGrad is dx[i] = dy[i] - e^y[i]·Σ_j dy[j]. dx and dy may be the same.
func LogSoftmaxGrad[T Float](dx, y, dy, scratch []T) {
	if twinGrad(logSoftmaxGradSIMD, dx, y, dy) {
		return
	}
	sum := Sum(dy)
	scratch = scratch[:len(y)]
	Exp(scratch, y)
	for i, e := range scratch {
		dx[i] = dy[i] - e*sum
	}
}

// LogSumExp is log Σ e^x[i], shifted by the largest x[i]: -Inf if every x[i] is,
// +Inf if one is, NaN if one is NaN. scratch is as long as x.
func LogSumExp[T Float](x, scratch []T) T {
	top, sum := MaxExpSum(x, scratch)
	if math.IsInf(float64(top), 0) { // then e^x is 0, +Inf or NaN, as it should be
		top, sum = 0, ExpSum(scratch[:len(x)], x, 0)
	}
	return top + T(math.Log(float64(sum)))
}

// LogSumExpGrad is dx[i] = e^(x[i] - y)·dy, and 0 where every x[i] is -Inf.
func LogSumExpGrad[T Float](dx, x []T, y, dy T) {
	if math.IsInf(float64(y), -1) {
		clear(dx)
		return
	}
	if dx, ok := any(dx).([]float32); ok && expScaledSIMD(dx, any(x).([]float32), float32(y), float32(dy), 0) {
		return
	}
	ExpSum(dx, x, y)
	for i := range dx {
		dx[i] *= dy
	}
}
