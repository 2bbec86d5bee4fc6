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
	if x, ok := any(x).([]float32); ok && len(x) <= lossPart {
		if top, sum, ok := topExpSumSIMD(x); ok {
			return T(top), T(sum)
		}
	}
	top = highest(x)
	var s float64
	for len(x) > 0 {
		n := min(len(x), lossPart)
		s += float64(expTotal(x[:n], scratch, top))
		x = x[n:]
	}
	return top, T(s)
}

// expTotal is Σ e^(x[i]-shift), ExpSum's; shift is not below any x[i].
func expTotal[T Float](x, scratch []T, shift T) T {
	if x, ok := any(x).([]float32); ok {
		if sum, ok := expTotalSIMD(x, float32(shift)); ok {
			return T(sum)
		}
	}
	return ExpSum(scratch[:len(x)], x, shift)
}

// SumBelow is Σ w[i]·(top - x[i]). A nil w is all 1. x is summed in parts of 2048,
// in order, and their sums in float64; a part of float32 in running sums, to some
// 40 units of its last place, at levels that have vectors, and in float64 elsewhere.
func SumBelow[T Float](x, w []T, top T) (sum float64) {
	for len(x) > 0 {
		n := min(len(x), lossPart)
		k := min(n, len(w)) // a nil w stays nil
		sum += partBelow(x[:n], w[:k], top)
		x, w = x[n:], w[k:]
	}
	return sum
}

// partBelow is SumBelow of a part.
func partBelow[T Float](x, w []T, top T) (sum float64) {
	if x, ok := any(x).([]float32); ok {
		if s, ok := partBelow32(x, any(w).([]float32), float32(top)); ok {
			return float64(s)
		}
	}
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

func partBelow32(x, w []float32, top float32) (sum float32, ok bool) {
	if w == nil {
		return sumBelowSIMD(x, top)
	}
	return weightedSumBelowSIMD(x, w, top)
}

// CrossEntropyGrad is dx[i] = a·e^(x[i]-top) - b·w[i]. A nil w is all 1. The
// slices may be the same.
func CrossEntropyGrad[T Float](dx, x, w []T, top, a, b T) {
	if dx, ok := any(dx).([]float32); ok && crossEntropyGrad32(dx, any(x).([]float32), any(w).([]float32), [3]float32{float32(top), float32(a), float32(b)}) {
		return
	}
	for len(dx) > 0 {
		n := min(len(dx), lossPart)
		ExpSum(dx[:n], x[:n], top)
		k := min(n, len(w)) // a nil w stays nil
		scaleBelow(dx[:n], w[:k], a, b)
		dx, x, w = dx[n:], x[n:], w[k:]
	}
}

// crossEntropyGrad32 is CrossEntropyGrad in vectors, where there are any, of top, a
// and b.
func crossEntropyGrad32(dx, x, w []float32, p [3]float32) bool {
	if w == nil || p[2] == 0 {
		return expScaledSIMD(dx, x, p[0], p[1], p[2])
	}
	return expScaledLessSIMD(dx, x, w, p[0], p[1], p[2])
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
