package kernel

// GatherRows is y[r·inner+j] = x[(o·length + rows[r%n])·inner+j] for lo ≤ r < hi
// and 0 ≤ j < inner, where n = len(rows) and o = r/n. A negative row counts from
// the end of length.
func GatherRows[T any](y, x []T, rows []int, length, inner, lo, hi int) {
	o, i := lo/len(rows), lo%len(rows)
	for r := lo; r < hi; r++ {
		from := (o*length + fromEnd(rows[i], length)) * inner
		if inner == 1 {
			y[r] = x[from]
		} else {
			copy(y[r*inner:(r+1)*inner], x[from:from+inner])
		}
		if i++; i == len(rows) {
			o, i = o+1, 0
		}
	}
}

// PermuteRows is x[i·inner+j] = x[rows[i]·inner+j] for all i at once and
// lo ≤ j < hi. scratch holds len(rows)·(hi-lo) elements.
func PermuteRows[T any](x []T, rows []int, scratch []T, inner, lo, hi int) {
	n := hi - lo
	for i, r := range rows {
		if r != i {
			copy(scratch[i*n:(i+1)*n], x[r*inner+lo:r*inner+hi])
		}
	}
	for i, r := range rows {
		if r != i {
			copy(x[i*inner+lo:i*inner+hi], scratch[i*n:(i+1)*n])
		}
	}
}
