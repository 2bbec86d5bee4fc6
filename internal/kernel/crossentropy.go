package kernel

// lossPart is how much of a row is worked on at a time, so that it is in a
// core's nearest cache when it is read again.
const lossPart = 2048

// LossScratch is the scratch memory that MaxExpSum wants.
const LossScratch = lossPart

// MaxExpSum is top = max x[i] and sum = Σ e^(x[i]-top), so that the logarithm of
// Σ e^x[i] is top + log sum. NaN if there is a NaN, or nothing but -Inf. x is
// summed in parts, in order; scratch holds LossScratch elements.
func MaxExpSum[T Float](x, scratch []T) (top, sum T) {
	top = highest(x)
	var s float64
	for len(x) > 0 {
		n := min(len(x), lossPart)
		s += float64(ExpSum(scratch[:n], x[:n], top))
		x = x[n:]
	}
	return top, T(s)
}

// SumBelow is Σ w[i]·(top - x[i]), summed in float64 in order. A nil w is all 1.
func SumBelow[T Float](x, w []T, top T) float64 {
	var sum float64
	if w == nil {
		for _, v := range x {
			sum += float64(top - v)
		}
		return sum
	}
	w = w[:len(x)]
	for i, v := range x {
		sum += float64(w[i] * (top - v))
	}
	return sum
}

// CrossEntropyGrad is dx[i] = a·e^(x[i]-top) - b·w[i]. A nil w is all 1. The
// slices may be the same.
func CrossEntropyGrad[T Float](dx, x, w []T, top, a, b T) {
	for len(dx) > 0 {
		n := min(len(dx), lossPart)
		ExpSum(dx[:n], x[:n], top)
		k := min(n, len(w)) // a nil w stays nil
		scaleBelow(dx[:n], w[:k], a, b)
		dx, x, w = dx[n:], x[n:], w[k:]
	}
}

// scaleBelow is y[i] = a·y[i] - b·w[i].
func scaleBelow[T Float](y, w []T, a, b T) {
	switch {
	case b == 0:
		for i := range y {
			y[i] *= a
		}
	case w == nil:
		for i := range y {
			y[i] = a*y[i] - b
		}
	default:
		w = w[:len(y)]
		for i := range y {
			y[i] = a*y[i] - b*w[i]
		}
	}
}
