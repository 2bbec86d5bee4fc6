package kernel

import "unsafe"

// Element is what an array may hold: no pointers.
type Element interface{ Float | int | bool }

// CopyRows is y[to(i)] = x[from(i)] for every index i of rows lo to hi of b. at
// is scratch, as long as b.Shape.
func CopyRows[T any](y, x []T, b *Box, at []int, lo, hi int) {
	n, last := b.Row(), len(b.Shape)-1
	to, from := b.seek(at, lo)
	for range hi - lo {
		copyRow(y, x, n, to, from, b.To[last], b.From[last])
		to, from = b.next(at, to, from)
	}
}

// CopyPart is CopyRows for the elements lo to hi of one row.
func CopyPart[T any](y, x []T, b *Box, row, lo, hi int) {
	last := len(b.Shape) - 1
	to, from := b.Offsets(row)
	copyRow(y, x, hi-lo, to+lo*b.To[last], from+lo*b.From[last], b.To[last], b.From[last])
}

// copyRow is y[to+i·dy] = x[from+i·dx] for 0 ≤ i < n.
func copyRow[T any](y, x []T, n, to, from, dy, dx int) {
	switch {
	case dy == 1 && dx == 1:
		copy(y[to:to+n], x[from:from+n])
	case dy == 1 && dx == 0:
		Fill(y[to:to+n], x[from])
	default:
		for range n {
			y[to] = x[from]
			to += dy
			from += dx
		}
	}
}

// Fill is x[i] = v.
func Fill[T any](x []T, v T) {
	for i := range x {
		x[i] = v
	}
}

// Overlap reports whether x and y share an element.
func Overlap[T any](x, y []T) bool {
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	begin := func(s []T) uintptr { return uintptr(unsafe.Pointer(&s[0])) }
	end := func(s []T) uintptr { return uintptr(unsafe.Pointer(&s[len(s)-1])) }
	return begin(x) <= end(y) && begin(y) <= end(x)
}
