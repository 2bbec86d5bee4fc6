package kernel

// LayerNormGrad is, with h = (x - mean)·rstd and g = w·dy,
//
//	dx[i] = rstd·(g[i] - mean g - h[i]·mean(g·h))
//	dw[i] += dy[i]·h[i]
//	db[i] += dy[i]
//
// where mean and rstd are what LayerNorm returned. A nil dx, dw or db is not
// wanted. dx and dy may be the same. scratch holds 2·len(x) elements.
func LayerNormGrad[T Float](dx, dw, db, x, w, dy, scratch []T, mean, rstd T) {
	n := len(x)
	if fused(x, w) && dx != nil && dw != nil && db != nil && layerNormGradSIMD(singles(dx[:n]), singles(dw), singles(db),
		singles(x), singles(w), singles(dy), float32(n), float32(mean), float32(rstd)) {
		return
	}
	h, dy := scratch[:n], dy[:n]
	standardise(h, x, mean, rstd)
	if db != nil {
		Add(db[:n], db, dy)
	}
	weightsGrad(dw, dy, h)
	if dx != nil {
		g := weighted(scratch[n:], dy, w)
		normGrad(dx[:n], g, h, Sum(g)/T(n), products(g, h)/T(n), rstd)
	}
}

// weightsGrad is dw[i] += dy[i]·h[i]. A nil dw is not wanted.
func weightsGrad[T Float](dw, dy, h []T) {
	if dw != nil {
		addProduct(dw[:len(dy)], dy, h)
	}
}

// weighted is w·dy, which lies in to, or dy where w is nil, which is all 1.
func weighted[T Float](to, dy, w []T) []T {
	if w == nil {
		return dy
	}
	to = to[:len(dy)]
	Mul(to, dy, w)
	return to
}

// normGrad is dx[i] = rstd·(g[i] - a - h[i]·b). dx and g may be the same.
func normGrad[T Float](dx, g, h []T, a, b, rstd T) {
	if single[T]() && normGradSIMD(singles(dx), singles(g), singles(h), float32(a), float32(b), float32(rstd)) {
		return
	}
	g, h = g[:len(dx)], h[:len(dx)]
	for i, v := range h {
		dx[i] = rstd * (g[i] - a - v*b)
	}
}
