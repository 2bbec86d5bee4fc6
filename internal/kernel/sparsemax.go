package kernel

import (
	"math"
	"slices"
)

// Sparsemax is y[i] = max(x[i] - t, 0), the t for which Σ y[i] = 1: the point of
// the simplex nearest to x (Martins and Astudillo 2016, algorithm 1). If every
// x[i] is -Inf, y is 0; a NaN or +Inf makes all NaN. The slices may be the same;
// scratch is as long as x.
func Sparsemax[T Float](y, x, scratch []T) {
	near, top, ok := contenders(y, x, scratch, 1)
	if !ok {
		return
	}
	sum, t := T(0), T(0)
	for i, v := range near { // the support is the longest run with v > t
		if next := (sum + v - 1) / T(i+1); i == 0 || v > next {
			sum, t = sum+v, next
		}
	}
	for i, v := range x[:len(y)] {
		y[i] = max(v-top-t, 0)
	}
}

// SparsemaxGrad is dx[i] = dy[i] - mean of dy where y > 0, and 0 where y[i] is 0
// (ibid., equation 12). dx and dy may be the same.
func SparsemaxGrad[T Float](dx, y, dy []T) {
	sum, n := T(0), 0
	for i, v := range y {
		if v != 0 { // NaN counts
			sum += dy[i]
			n++
		}
	}
	mean := sum / T(max(n, 1))
	for i, v := range y {
		if v != 0 {
			dx[i] = dy[i] - mean
		} else {
			dx[i] = 0
		}
	}
}

// contenders are the elements of x, less the largest, that are nearer to it than
// within, the largest first, in scratch: no others can get a weight. It fills y
// and is not ok if the largest is -Inf (zeros), or +Inf or NaN is there (NaN).
func contenders[T Float](y, x, scratch []T, within T) (near []T, top T, ok bool) {
	top = T(math.Inf(-1))
	for _, v := range x[:len(y)] {
		if v != v {
			top = v
			break
		}
		top = max(top, v)
	}
	switch {
	case math.IsInf(float64(top), -1):
		clear(y)
		return nil, top, false
	case top != top || math.IsInf(float64(top), 1):
		for i := range y {
			y[i] = T(math.NaN())
		}
		return nil, top, false
	}
	near = scratch[:0]
	for _, v := range x[:len(y)] {
		if v-top > -within {
			near = append(near, v-top)
		}
	}
	slices.Sort(near)
	slices.Reverse(near)
	return near, top, true
}
