package kernel

import "math"

// LayerNorm is y[i] = (x[i] - mean)·rstd·w[i] + b[i], where mean is that of x and
// rstd = 1/√(mean (x - mean)² + eps). The sums are pairwise, the variance is taken
// about the mean in a second pass. A nil w is all 1, a nil b all 0.
func LayerNorm[T Float](y, x, w, b []T, eps T) {
	mean, rstd := moments(x, y, eps)
	for i, v := range x {
		y[i] = (v - mean) * rstd
	}
	if w != nil {
		Mul(y, y, w)
	}
	if b != nil {
		Add(y, y, b)
	}
}

// moments are the mean and 1/√(variance + eps) of x. scratch is as long as x.
func moments[T Float](x, scratch []T, eps T) (mean, rstd T) {
	n := T(len(x))
	mean = Sum(x) / n
	scratch = scratch[:len(x)]
	for i, v := range x {
		d := v - mean
		scratch[i] = d * d
	}
	return mean, 1 / T(math.Sqrt(float64(Sum(scratch)/n+eps)))
}

// LayerNormGrad is, with h = (x - mean)·rstd and g = w·dy,
//
//	dx[i] = rstd·(g[i] - mean g - h[i]·mean(g·h))
//	dw[i] += dy[i]·h[i]
//	db[i] += dy[i]
//
// A nil dx, dw or db is not wanted. scratch holds 2·len(x) elements.
func LayerNormGrad[T Float](dx, dw, db, x, w, dy, scratch []T, eps T) {
	n := len(x)
	h, g := scratch[:n], scratch[n:2*n]
	mean, rstd := moments(x, h, eps)
	for i, v := range x {
		h[i] = (v - mean) * rstd
	}
	if db != nil {
		Add(db, db, dy)
	}
	if dw != nil {
		addProduct(dw, dy, h)
	}
	if dx == nil {
		return
	}
	weighted(g, dy, w)
	a := Sum(g) / T(n)
	b := fourProducts(g, h) / T(n)
	for i := range dx {
		dx[i] = rstd * (g[i] - a - h[i]*b)
	}
}

// addProduct is z[i] += x[i]·y[i].
func addProduct[T Float](z, x, y []T) {
	x, y = x[:len(z)], y[:len(z)]
	for i := range z {
		z[i] += x[i] * y[i]
	}
}

// weighted is g[i] = dy[i]·w[i]. A nil w is all 1.
func weighted[T Float](g, dy, w []T) {
	if w == nil {
		copy(g, dy)
		return
	}
	Mul(g, dy, w)
}
