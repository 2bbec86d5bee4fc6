package kernel

// scanBlock is how many columns a scan carries along at a time.
const scanBlock = 64

// CumSum is the running sum along the rows of x [rows, columns] of columns
// lo ≤ j < hi, summed in float64:
//
//	y[r, j] = Σ x[s, j] over s ≤ r; s < r if exclusive; s ≥ r or s > r if reverse
//
// The slices may be the same.
func CumSum[T Float](y, x []T, columns, lo, hi int, exclusive, reverse bool) {
	rows := len(x) / columns
	for ; lo < hi; lo += scanBlock {
		var sums [scanBlock]float64
		width := min(scanBlock, hi-lo)
		for k := range rows {
			at := k*columns + lo
			if reverse {
				at = (rows-1-k)*columns + lo
			}
			sumRow(y[at:at+width], x[at:at+width], sums[:width], exclusive)
		}
	}
}

// sumRow adds x to sums and writes them to y, in the other order if exclusive.
func sumRow[T Float](y, x []T, sums []float64, exclusive bool) {
	x, sums = x[:len(y)], sums[:len(y)]
	for j, v := range x {
		s := sums[j] + float64(v)
		if exclusive {
			y[j] = T(sums[j])
		} else {
			y[j] = T(s)
		}
		sums[j] = s
	}
}

// ProdGrad is dx[r, j] = dy[j]·Π x[s, j] over s ≠ r, for columns lo ≤ j < hi of
// x [rows, columns]: what precedes times what follows, so that zeros do no harm.
func ProdGrad[T Float](dx, x, dy []T, columns, lo, hi int) {
	for j := lo; j < hi; j++ {
		before := dy[j]
		for i := j; i < len(x); i += columns {
			dx[i] = before
			before *= x[i]
		}
		after := T(1)
		for i := len(x) - columns + j; i >= 0; i -= columns {
			dx[i] *= after
			after *= x[i]
		}
	}
}
