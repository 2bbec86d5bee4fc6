package kernel

// Lines pairs the lines of an array x along one axis with those of an array of
// indices along the same axis, which names elements of them. In Others, the
// block of all other axes, To is where a line begins in x and From in the
// indices; a line has Count indices, Pitch apart, into Length elements, Stride
// apart. A negative index counts from the end.
type Lines struct {
	Others         Box
	Count, Pitch   int
	Length, Stride int
}

// visit calls f with every element of x and of the indices that is met in
// columns lo to hi of one row of Others, index by index along the lines:
// forward, or backward if step is -1.
func (l *Lines) visit(index []int, row, lo, hi, step int, f func(to, from int)) {
	last := len(l.Others.Shape) - 1
	to, from := l.Others.Offsets(row)
	dto, dfrom := l.Others.To[last], l.Others.From[last]
	to, from = to+lo*dto, from+lo*dfrom
	if step < 0 {
		from += (l.Count - 1) * l.Pitch
	}
	for range l.Count {
		t, p := to, from
		for range hi - lo {
			f(t+fromEnd(index[p], l.Length)*l.Stride, p)
			t, p = t+dto, p+dfrom
		}
		from += step * l.Pitch
	}
}

// GatherLines is y[from] = x[to] for the pairs of columns lo to hi of a row: y
// is laid out as the indices are.
func GatherLines[T any](y, x []T, index []int, l *Lines, row, lo, hi int) {
	l.visit(index, row, lo, hi, 1, func(to, from int) { y[from] = x[to] })
}

// PutLines is x[to] = fold(x[to], u[from]) for those pairs, in order along each
// line; a nil fold is the second of the two.
func PutLines[T any](x, u []T, index []int, l *Lines, row, lo, hi int, fold func(old, new T) T) {
	if fold == nil {
		l.visit(index, row, lo, hi, 1, func(to, from int) { x[to] = u[from] })
		return
	}
	l.visit(index, row, lo, hi, 1, func(to, from int) { x[to] = fold(x[to], u[from]) })
}

// ClaimLines is the gradient of PutLines without fold: for those pairs, from
// the last to the first along each line, du[from] = dx[to], which then becomes
// 0. A nil du is not written.
func ClaimLines[T any](du, dx []T, index []int, l *Lines, row, lo, hi int) {
	var zero T
	l.visit(index, row, lo, hi, -1, func(to, from int) {
		if du != nil {
			du[from] = dx[to]
		}
		dx[to] = zero
	})
}
