package kernel

// RotateHalves turns the pairs (x[i], x[n+i]), n = len(cos), by angles whose
// cosine is cos[i] and whose sine is sign·sin[i]; what is after them is copied:
//
//	y[i]   = x[i]·cos[i] - x[n+i]·sign·sin[i]
//	y[n+i] = x[n+i]·cos[i] + x[i]·sign·sin[i]
//
// y and x may be the same.
func RotateHalves[T Float](y, x, cos, sin []T, sign T) {
	n := len(cos)
	low, high, sin := x[:n], x[n:2*n], sin[:n]
	toLow, toHigh := y[:n], y[n:2*n]
	copy(y[2*n:], x[2*n:])
	if single[T]() && rotateHalvesSIMD(singles(toLow), singles(toHigh), singles(low), singles(high), singles(cos), singles(sin), float32(sign)) {
		return
	}
	for i, c := range cos {
		a, b, s := low[i], high[i], sign*sin[i]
		toLow[i] = a*c - b*s
		toHigh[i] = b*c + a*s
	}
}

// RotatePairs is RotateHalves for the pairs (x[2i], x[2i+1]).
func RotatePairs[T Float](y, x, cos, sin []T, sign T) {
	n := len(cos)
	sin = sin[:n]
	from, to := x[:2*n], y[:2*n]
	for i, c := range cos {
		a, b, s := from[2*i], from[2*i+1], sign*sin[i]
		to[2*i] = a*c - b*s
		to[2*i+1] = b*c + a*s
	}
	copy(y[2*n:], x[2*n:])
}
