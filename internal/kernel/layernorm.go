package kernel

import "math"

// LayerNorm is y[i] = (x[i] - mean)·rstd·w[i] + b[i], where mean is that of x and
// rstd = 1/√(mean (x - mean)² + eps). The sums are pairwise, the variance is taken
// about the mean in a second pass. A nil w is all 1, a nil b all 0. y and x may be
// the same.
func LayerNorm[T Float](y, x, w, b []T, eps T) {
	if x, ok := any(x).([]float32); ok && w != nil && b != nil {
		if _, _, ok := layerNormRow(any(y).([]float32), x, any(w).([]float32), any(b).([]float32), float32(eps)); ok {
			return
		}
	}
	mean, rstd := moments(x, eps)
	y = y[:len(x)]
	if w == nil || b == nil {
		for i, v := range x {
			y[i] = (v - mean) * rstd
		}
		if w != nil {
			Mul(y, y, w)
		}
		if b != nil {
			Add(y, y, b)
		}
		return
	}
	w, b = w[:len(x)], b[:len(x)]
	for i, v := range x {
		y[i] = (v-mean)*rstd*w[i] + b[i]
	}
}

// moments are the mean and 1/√(variance + eps) of x.
func moments[T Float](x []T, eps T) (mean, rstd T) {
	n := T(len(x))
	mean = Sum(x) / n
	return mean, 1 / T(math.Sqrt(float64(squares(x, mean)/n+eps)))
}

// squares is Σ (x[i] - centre)², pairwise as Sum is.
func squares[T Float](x []T, centre T) T {
	if len(x) > sumBlock {
		half := (len(x)/2 + sumBlock - 1) / sumBlock * sumBlock
		return squares(x[:half], centre) + squares(x[half:], centre)
	}
	var a, b, c, d T
	for len(x) >= 4 {
		p, q, r, s := x[0]-centre, x[1]-centre, x[2]-centre, x[3]-centre
		a, b, c, d = a+p*p, b+q*q, c+r*r, d+s*s
		x = x[4:]
	}
	for _, v := range x {
		a += (v - centre) * (v - centre)
	}
	return (a + b) + (c + d)
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
	h, g := scratch[:n], dy
	mean, rstd := moments(x, eps)
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
	if w != nil {
		g = scratch[n : 2*n]
		Mul(g, dy, w)
	}
	a, b := Sum(g)/T(n), fourProducts(g, h)/T(n)
	dx = dx[:n]
	for i, v := range h {
		dx[i] = rstd * (g[i] - a - v*b)
	}
}

// addProduct is z[i] += x[i]·y[i].
func addProduct[T Float](z, x, y []T) {
	x, y = x[:len(z)], y[:len(z)]
	for i := range z {
		z[i] += x[i] * y[i]
	}
}
