package kernel

import "math"

// RMSNorm is y[i] = x[i]·rstd·w[i], where rstd = 1/√(mean x² + eps). A nil w is
// all 1.
func RMSNorm[T Float](y, x, w []T, eps T) {
	rstd := inverseRMS(x, y, eps)
	for i, v := range x {
		y[i] = v * rstd
	}
	if w != nil {
		Mul(y, y, w)
	}
}

// inverseRMS is 1/√(mean x² + eps). scratch is as long as x.
func inverseRMS[T Float](x, scratch []T, eps T) T {
	Mul(scratch[:len(x)], x, x)
	return 1 / T(math.Sqrt(float64(Sum(scratch[:len(x)])/T(len(x))+eps)))
}

// RMSNormGrad is, with h = x·rstd and g = w·dy,
//
//	dx[i] = rstd·(g[i] - h[i]·mean(g·h))
//	dw[i] += dy[i]·h[i]
//
// A nil dx or dw is not wanted. scratch holds 2·len(x) elements.
func RMSNormGrad[T Float](dx, dw, x, w, dy, scratch []T, eps T) {
	n := len(x)
	h, g := scratch[:n], scratch[n:2*n]
	rstd := inverseRMS(x, h, eps)
	Scale(h, x, rstd)
	if dw != nil {
		addProduct(dw, dy, h)
	}
	if dx == nil {
		return
	}
	weighted(g, dy, w)
	b := fourProducts(g, h) / T(n)
	for i := range dx {
		dx[i] = rstd * (g[i] - h[i]*b)
	}
}
