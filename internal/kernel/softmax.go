package kernel

import "math"

// Softmax is y[i] = e^x[i] / Σ_j e^x[j], shifted by the largest x[j] so that
// nothing overflows. If every x[j] is -Inf, y is 0: who sees nothing attends to
// nothing. A NaN or +Inf makes all NaN. The slices may be the same.
func Softmax[T Float](y, x []T) {
	copy(y, x)
	SoftmaxOrZero(y)
}

// LogSoftmax is y[i] = (x[i] - top) - log Σ_j e^(x[j] - top), top being the largest
// x[j]: in this order, or the small differences of large numbers would be lost. If
// every x[j] is -Inf, or one is +Inf or NaN, all are NaN. The slices may be the
// same; scratch is as long as x.
func LogSoftmax[T Float](y, x, scratch []T) {
	top := highest(x)
	rest := T(math.Log(float64(ExpSum(scratch[:len(x)], x, top))))
	for i, v := range x {
		y[i] = (v - top) - rest
	}
}

// LogSoftmaxGrad is dx[i] = dy[i] - e^y[i]·Σ_j dy[j]. dx and dy may be the same.
func LogSoftmaxGrad[T Float](dx, y, dy, scratch []T) {
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
	top := highest(x)
	if math.IsInf(float64(top), 0) {
		top = 0 // e^x is then 0, +Inf or NaN, as it should be
	}
	return top + T(math.Log(float64(ExpSum(scratch[:len(x)], x, top))))
}

// LogSumExpGrad is dx[i] = e^(x[i] - y)·dy, and 0 where every x[i] is -Inf.
func LogSumExpGrad[T Float](dx, x []T, y, dy T) {
	if math.IsInf(float64(y), -1) {
		clear(dx)
		return
	}
	ExpSum(dx, x, y)
	for i := range dx {
		dx[i] *= dy
	}
}
