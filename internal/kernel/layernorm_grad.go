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
	h, g := scratch[:n], dy[:n]
	standardise(h, x, mean, rstd)
	if db != nil {
		Add(db[:n], db, dy)
	}
	if dw != nil {
		addProduct(dw[:n], dy, h)
	}
	if dx == nil {
		return
	}
	if w != nil {
		g = scratch[n : 2*n]
		Mul(g, dy, w)
	}
	normGrad(dx[:n], g, h, Sum(g)/T(n), products(g, h)/T(n), rstd)
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
