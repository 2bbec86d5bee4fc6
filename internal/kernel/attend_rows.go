package kernel

import "math"

// SoftmaxStep is a softmax over a long row, some elements at a time (Milakov and
// Gimelshein 2018): given the largest element before these, it answers with the
// largest so far, top, and with Σ s[i], where now
//
//	s[i] = e^(s[i] - top)
//
// and a top of -Inf counts as 0. NaN is not the highest, but stays. What was
// summed up before is to be multiplied by SoftmaxRescale.
func SoftmaxStep[T Float](s []T, before T) (top, sum T) {
	if x, ok := any(s).([]float32); ok {
		if top, sum, ok := softmaxStepSIMD(x, float32(before)); ok {
			return T(top), T(sum)
		}
	}
	top = max(before, highest(s))
	return top, ExpSum(s, s, shiftOf(top))
}

// SoftmaxRescale is e^(before - highest), and 1 if nothing has been summed up.
func SoftmaxRescale[T Float](before, highest T) T {
	if before == highest && !math.IsInf(float64(before), 1) {
		return 1
	}
	return T(math.Exp(float64(before) - float64(highest)))
}

// shiftOf is what e^x is shifted by.
func shiftOf[T Float](highest T) T {
	if math.IsInf(float64(highest), -1) {
		return 0
	}
	return highest
}

// ScoresGrad is the gradient ds of scores s, of which weights are computed again,
// but for the division by Σ w, which dw and mean = Σ w·dw / Σ w have been through:
// with the highest of the row,
//
//	w[i] = e^(s[i] - highest)    ds[i] = w[i]·(dw[i] - mean)
//
// where dw is overwritten by ds and s by w.
func ScoresGrad[T Float](s, dw []T, highest, mean T) {
	dw = dw[:len(s)]
	if x, ok := any(s).([]float32); ok &&
		scoresGradSIMD(x, any(dw).([]float32), float32(shiftOf(highest)), float32(mean)) {
		return
	}
	ExpSum(s, s, shiftOf(highest))
	for i, w := range s {
		dw[i] = w * (dw[i] - mean)
	}
}

// DroppedScoresGrad is ScoresGrad of weights that were multiplied by m: dw is the
// gradient of w·m, which s is overwritten by, and mean is Σ w·m·dw / Σ w.
//
//	w[i] = e^(s[i] - highest)    ds[i] = w[i]·(m[i]·dw[i] - mean)
func DroppedScoresGrad[T Float](s, dw, m []T, highest, mean T) {
	dw, m = dw[:len(s)], m[:len(s)]
	if x, ok := any(s).([]float32); ok &&
		droppedScoresGradSIMD(x, any(dw).([]float32), any(m).([]float32), float32(shiftOf(highest)), float32(mean)) {
		return
	}
	ExpSum(s, s, shiftOf(highest))
	for i, w := range s {
		s[i], dw[i] = w*m[i], w*(m[i]*dw[i]-mean)
	}
}

// WeightsGrad is ds[i] = w[i]·(ds[i] - mean), which overwrites the gradient of the
// weights w by that of their scores.
func WeightsGrad[T Float](ds, w []T, mean T) {
	w = w[:len(ds)]
	if x, ok := any(ds).([]float32); ok && weightsGradSIMD(x, any(w).([]float32), float32(mean)) {
		return
	}
	for i, v := range w {
		ds[i] = v * (ds[i] - mean)
	}
}

// ProductSum is Σ x[i]·y[i], in one fixed order.
func ProductSum[T Float](x, y []T) T { return products(x, y[:len(x)]) }
