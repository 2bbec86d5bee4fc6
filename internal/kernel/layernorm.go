package kernel

import "math"

// LayerNorm is y[i] = (x[i] - mean)·rstd·w[i] + b[i], where mean is that of x and
// rstd = 1/√(mean (x - mean)² + eps), which are returned. The sums are pairwise,
// the variance is taken about the mean in a second pass. A nil w is all 1, a nil
// b all 0. y and x may be the same.
func LayerNorm[T Float](y, x, w, b []T, eps T) (mean, rstd T) {
	if fused(x, w) && b != nil {
		n := len(x)
		m, r, ok := layerNormSIMD(singles(y[:n]), singles(x), singles(w), singles(b), float32(n), float32(eps))
		if !ok {
			m, r, ok = layerNormRow(singles(y[:n]), singles(x), singles(w), singles(b), float32(eps))
		}
		if ok {
			return T(m), T(r)
		}
	}
	mean, rstd = moments(x, eps)
	y = y[:len(x)]
	if w == nil || b == nil {
		standardise(y, x, mean, rstd)
		if w != nil {
			Mul(y, y, w)
		}
		if b != nil {
			Add(y, y, b)
		}
		return mean, rstd
	}
	w, b = w[:len(x)], b[:len(x)]
	for i, v := range x {
		y[i] = (v-mean)*rstd*w[i] + b[i]
	}
	return mean, rstd
}

// AddLayerNorm is s[i] = x[i] + r[i], and LayerNorm of s. s and y may be the same as x and
// r, not as each other.
func AddLayerNorm[T Float](y, s, x, r, w, b []T, eps T) (mean, rstd T) {
	if fused(x, w) && b != nil {
		n := len(x)
		if m, k, ok := addLayerNormSIMD(singles(y[:n]), singles(s), singles(x), singles(r), singles(w), singles(b),
			float32(n), float32(eps)); ok {
			return T(m), T(k)
		}
	}
	Add(s[:len(x)], x, r)
	return LayerNorm(y, s[:len(x)], w, b, eps)
}

// fused says whether a row of a norm may be done in one call: one block of a sum,
// with a weight.
func fused[T Float](x, w []T) bool { return single[T]() && w != nil && len(x) <= vectorBlock }

// moments are the mean and 1/√(variance + eps) of x.
func moments[T Float](x []T, eps T) (mean, rstd T) {
	n := T(len(x))
	mean = Sum(x) / n
	return mean, 1 / T(math.Sqrt(float64(squares(x, mean)/n+eps)))
}

// standardise is y[i] = (x[i] - mean)·rstd. The slices may be the same.
func standardise[T Float](y, x []T, mean, rstd T) {
	if single[T]() && standardiseSIMD(singles(y), singles(x), float32(mean), float32(rstd)) {
		return
	}
	x = x[:len(y)]
	for i, v := range x {
		y[i] = (v - mean) * rstd
	}
}
