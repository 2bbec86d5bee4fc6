package kernel

// before reports whether u comes before v: NaN first, then the largest (the
// smallest if not largest).
func before[T Number](u, v T, largest bool) bool {
	switch {
	case v != v:
		return false
	case u != u:
		return true
	case largest:
		return u > v
	}
	return u < v
}

// ArgBest is y[j] = the index r for which x[r, j] is largest, or smallest if not
// largest, for columns lo ≤ j < hi of x [rows, columns]: the first such, or the last
// one. NaN counts as largest and as smallest.
func ArgBest[T Number](y []int, x []T, columns, lo, hi int, largest, last bool) {
	for j := lo; j < hi; j++ {
		best, at := x[j], 0
		for r, i := 1, j+columns; i < len(x); r, i = r+1, i+columns {
			v := x[i]
			if before(v, best, largest) || last && !before(best, v, largest) {
				best, at = v, r
			}
		}
		y[j] = at
	}
}

// TopK writes to y[:, j], for columns lo ≤ j < hi of x [rows, columns], the indices of
// the first k elements of x[:, j] in order: the largest first (the smallest if not
// largest), NaN before all, equals by index. y is [k, columns], 1 ≤ k ≤ rows.
func TopK[T Number](y []int, x []T, columns, lo, hi int, largest bool) {
	k, rows := len(y)/columns, len(x)/columns
	for j := lo; j < hi; j++ {
		h := heap[T]{y[j:], x[j:], columns, largest}
		for r := range k {
			h.index[r*columns] = r
		}
		for r := k/2 - 1; r >= 0; r-- {
			h.sink(r, k)
		}
		for r := k; r < rows; r++ {
			if h.earlier(r, h.index[0]) {
				h.index[0] = r
				h.sink(0, k)
			}
		}
		for n := k - 1; n > 0; n-- {
			h.index[0], h.index[n*columns] = h.index[n*columns], h.index[0]
			h.sink(0, n)
		}
	}
}

// heap is a binary heap of indices into a column of x, the last in order on top;
// element r of index and of x is r·stride.
type heap[T Number] struct {
	index   []int
	x       []T
	stride  int
	largest bool
}

// earlier reports whether element a comes before element b.
func (h *heap[T]) earlier(a, b int) bool {
	u, v := h.x[a*h.stride], h.x[b*h.stride]
	if before(u, v, h.largest) {
		return true
	}
	return a < b && !before(v, u, h.largest)
}

// sink moves entry r down to its place among the first n.
func (h *heap[T]) sink(r, n int) {
	for {
		child := 2*r + 1
		if child >= n {
			return
		}
		if child+1 < n && h.earlier(h.index[child*h.stride], h.index[(child+1)*h.stride]) {
			child++
		}
		a, b := &h.index[r*h.stride], &h.index[child*h.stride]
		if !h.earlier(*a, *b) {
			return
		}
		*a, *b = *b, *a
		r = child
	}
}

// Take is y[r, j] = x[index[r, j], j] for columns lo ≤ j < hi.
func Take[T Element](y, x []T, index []int, columns, lo, hi int) {
	for row := 0; row < len(y); row += columns {
		for j := lo; j < hi; j++ {
			y[row+j] = x[index[row+j]*columns+j]
		}
	}
}

// Untake is dx[index[r, j], j] = dy[r, j], and 0 elsewhere, for columns lo ≤ j < hi.
// The indices of a column differ.
func Untake[T Element](dx, dy []T, index []int, columns, lo, hi int) {
	for row := 0; row < len(dx); row += columns {
		clear(dx[row+lo : row+hi])
	}
	for row := 0; row < len(dy); row += columns {
		for j := lo; j < hi; j++ {
			dx[index[row+j]*columns+j] = dy[row+j]
		}
	}
}
