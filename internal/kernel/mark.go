package kernel

// Mark is y[(o·depth + ids[p])·inner + i] = on, where p = o·inner + i, for
// lo ≤ p < hi. A negative id counts from the end of depth; one that is outside
// marks nothing.
func Mark[T any](y []T, ids []int, on T, depth, inner, lo, hi int) {
	for p := lo; p < hi; p++ {
		id := fromEnd(ids[p], depth)
		if id >= 0 && id < depth {
			y[(p/inner*depth+id)*inner+p%inner] = on
		}
	}
}

// Triangle is y[r, j] = x[r, j] for rows lo ≤ r < hi of n columns where
// j - i ≥ k (upper) or j - i ≤ k (else), i = r%m, and 0 elsewhere. The slices
// may be the same.
func Triangle[T any](y, x []T, m, n, k int, upper bool, lo, hi int) {
	for r := lo; r < hi; r++ {
		row, from := y[r*n:(r+1)*n], x[r*n:(r+1)*n]
		cut := r%m + k // the diagonal's column
		if upper {
			cut = min(max(cut, 0), n)
			clear(row[:cut])
			copy(row[cut:], from[cut:])
		} else {
			cut = min(max(cut+1, 0), n)
			copy(row[:cut], from[:cut])
			clear(row[cut:])
		}
	}
}
