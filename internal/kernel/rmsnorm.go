package kernel

import "math"

// RMSNorm is y[i] = x[i]·rstd·w[i], where rstd = 1/√(mean x² + eps) and the sum is
// pairwise. A nil w is all 1. y and x may be the same.
func RMSNorm[T Float](y, x, w []T, eps T) {
	rstd := inverseRMS(x, eps)
	if w == nil {
		Scale(y[:len(x)], x, rstd)
		return
	}
	y, w = y[:len(x)], w[:len(x)]
	for i, v := range x {
		y[i] = v * rstd * w[i]
	}
}

// inverseRMS is 1/√(mean x² + eps).
func inverseRMS[T Float](x []T, eps T) T {
	return 1 / T(math.Sqrt(float64(squares(x, 0)/T(len(x))+eps)))
}

// RMSNormGrad is, with h = x·rstd and g = w·dy,
//
//	dx[i] = rstd·(g[i] - h[i]·mean(g·h))
//	dw[i] += dy[i]·h[i]
//
// A nil dx or dw is not wanted. scratch holds 2·len(x) elements.
func RMSNormGrad[T Float](dx, dw, x, w, dy, scratch []T, eps T) {
	n := len(x)
	h, g := scratch[:n], dy
	rstd := inverseRMS(x, eps)
	Scale(h, x, rstd)
	if dw != nil {
		addProduct(dw, dy, h)
	}
	if dx == nil {
		return
	}
	if w != nil {
		g = scratch[n : 2*n]
		Mul(g, dy, w)
	}
	b := fourProducts(g, h) / T(n)
	dx = dx[:n]
	for i, v := range h {
		dx[i] = rstd * (g[i] - v*b)
	}
}
