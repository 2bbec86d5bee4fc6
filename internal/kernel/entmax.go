package kernel

import "math"

// Entmax15 is y[i] = max(x[i]/2 - t, 0)², the t for which Σ y[i] = 1 (Peters,
// Niculae and Martins 2019, algorithm 2): between softmax and sparsemax. If every
// x[i] is -Inf, y is 0; a NaN or +Inf makes all NaN. The slices may be the same;
// scratch is as long as x.
func Entmax15[T Float](y, x, scratch []T) {
	near, top, ok := contenders(y, x, scratch, 2)
	if !ok {
		return
	}
	var sum, squares, t float64 // of halves in [-1, 0]
	for i, v := range near {
		half, n := float64(v)/2, float64(i+1)
		mean := (sum + half) / n
		spread := max(squares+half*half-n*mean*mean, 0)
		next := mean - math.Sqrt(max(1-spread, 0)/n)
		if spread > 1 || half < next {
			break // all that come are less
		}
		sum, squares, t = sum+half, squares+half*half, next
	}
	for i, v := range x[:len(y)] {
		root := max((v-top)/2-T(t), 0)
		y[i] = root * root
	}
}

// Entmax15Grad is dx[i] = g[i]·(dy[i] - Σ g·dy / Σ g) with g = √y (ibid.,
// proposition 2). dx and dy may be the same; scratch is as long as y.
func Entmax15Grad[T Float](dx, y, dy, scratch []T) {
	var sum, weighted T
	roots := scratch[:len(y)]
	for i, v := range y {
		roots[i] = T(math.Sqrt(float64(v)))
		sum += roots[i]
		weighted += roots[i] * dy[i]
	}
	mean := T(0)
	if sum != 0 {
		mean = weighted / sum
	}
	for i, g := range roots {
		dx[i] = g * (dy[i] - mean)
	}
}
