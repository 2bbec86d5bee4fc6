package kernel

// Clamp is y[i] = min(max(x[i], lo), hi), NaN of NaN. The slices may be the same.
func Clamp[T Float](y, x []T, lo, hi T) {
	if single[T]() && clampSIMD(singles(y), singles(x), float32(lo), float32(hi)) {
		return
	}
	x = x[:len(y)]
	for i, v := range x {
		y[i] = min(max(v, lo), hi)
	}
}

// ClampGrad is dx[i] = dy[i] where lo ≤ x[i] ≤ hi, else 0. dx and dy may be the
// same.
func ClampGrad[T Float](dx, x, dy []T, lo, hi T) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	for i, v := range x {
		if lo <= v && v <= hi {
			dx[i] = dy[i]
		} else {
			dx[i] = 0
		}
	}
}

// HardSigmoid is y[i] = min(max(x[i]/6 + ½, 0), 1). The slices may be the same.
func HardSigmoid[T Float](y, x []T) {
	x = x[:len(y)]
	for i, v := range x {
		y[i] = min(max(v/6+0.5, 0), 1)
	}
}

// HardSigmoidGrad is dx[i] = dy[i]/6 where |x[i]| < 3, else 0. dx and dy may be the
// same.
func HardSigmoidGrad[T Float](dx, x, dy []T) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	for i, v := range x {
		if -3 < v && v < 3 {
			dx[i] = dy[i] / 6
		} else {
			dx[i] = 0
		}
	}
}
