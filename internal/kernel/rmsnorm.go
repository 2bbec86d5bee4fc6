package kernel

import "math"

// RMSNorm is y[i] = x[i]·rstd·w[i], where rstd = 1/√(mean x² + eps), which is
// returned, and the sum is pairwise. A nil w is all 1. y and x may be the same.
func RMSNorm[T Float](y, x, w []T, eps T) (rstd T) {
	n := len(x)
	if fused(x, w) {
		if r, ok := rmsNormSIMD(singles(y[:n]), singles(x), singles(w), float32(n), float32(eps)); ok {
			return T(r)
		}
	}
	rstd = 1 / T(math.Sqrt(float64(squares(x, 0)/T(n)+eps)))
	if w == nil {
		Scale(y[:n], x, rstd)
		return rstd
	}
	y, w = y[:n], w[:n]
	for i, v := range x {
		y[i] = v * rstd * w[i]
	}
	return rstd
}

// AddRMSNorm is s[i] = x[i] + r[i], and RMSNorm of s. s and y may be the same as x and
// r, not as each other.
func AddRMSNorm[T Float](y, s, x, r, w []T, eps T) (rstd T) {
	n := len(x)
	if fused(x, w) {
		if k, ok := addRMSNormSIMD(singles(y[:n]), singles(s), singles(x), singles(r), singles(w), float32(n), float32(eps)); ok {
			return T(k)
		}
	}
	Add(s[:n], x, r)
	return RMSNorm(y, s[:n], w, eps)
}

// RMSNormGrad is, with h = x·rstd and g = w·dy,
//
//	dx[i] = rstd·(g[i] - h[i]·mean(g·h))
//	dw[i] += dy[i]·h[i]
//
// where rstd is what RMSNorm returned. A nil dx or dw is not wanted. dx and dy
// may be the same. scratch holds 2·len(x) elements.
func RMSNormGrad[T Float](dx, dw, x, w, dy, scratch []T, rstd T) {
	n := len(x)
	if fused(x, w) && dx != nil && dw != nil && rmsNormGradSIMD(singles(dx[:n]), singles(dw),
		singles(x), singles(w), singles(dy), float32(n), float32(rstd)) {
		return
	}
	h, dy := scratch[:n], dy[:n]
	Scale(h, x, rstd)
	weightsGrad(dw, dy, h)
	if dx != nil {
		g := weighted(scratch[n:], dy, w)
		normGrad(dx[:n], g, h, 0, products(g, h)/T(n), rstd)
	}
}
