package kernel

import "unsafe"

// Element is what an array may hold: no pointers.
type Element interface{ Float | int | bool }

// CopyRows is y[to(i)] = x[from(i)] for every index i of rows lo to hi of b. at
// is scratch, as long as b.Shape.
func CopyRows[T any](y, x []T, b *Box, at []int, lo, hi int) {
	to, from := b.seek(at, lo)
	for last := len(b.Shape) - 1; lo < hi; {
		count := 1
		if last > 0 { // as many as have the same steps between them
			count = min(hi-lo, b.Shape[last-1]-at[last-1])
			copyRun(y, x, b, to, from, count)
			to, from = to+(count-1)*b.To[last-1], from+(count-1)*b.From[last-1]
			at[last-1] += count - 1
		} else {
			copyRow(y, x, b.Row(), to, from, b.To[last], b.From[last])
		}
		to, from = b.next(at, to, from)
		lo += count
	}
}

// longestMove is how many bytes a row has that is copied faster by whole vectors
// than by Go's copy.
const longestMove = 2048

// copyRun copies count rows along the last axis but one.
func copyRun[T any](y, x []T, b *Box, to, from, count int) {
	last := len(b.Shape) - 1
	n, words := b.Row(), size[T]()/4
	dy, dx := b.To[last-1], b.From[last-1]
	if words > 0 && count > 1 && b.To[last] == 1 && b.From[last] == 1 && 4*words*n <= longestMove {
		y0, x0 := y[to:to+n], x[from:from+n]
		_, _ = y[to+(count-1)*dy:][:n], x[from+(count-1)*dx:][:n]
		if moveWords(n*words, count, unsafe.Pointer(&y0[0]), dy*words, unsafe.Pointer(&x0[0]), dx*words) {
			return
		}
	}
	for range count {
		copyRow(y, x, n, to, from, b.To[last], b.From[last])
		to, from = to+dy, from+dx
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

// filled is how many elements Fill writes before it copies them.
const filled = 1024

// Fill is x[i] = v.
func Fill[T any](x []T, v T) {
	first := x[:min(len(x), filled)]
	for n := 0; n < len(first); n = max(1, 2*n) {
		if n == 0 {
			first[0] = v
			continue
		}
		copy(first[n:], first[:n])
	}
	for at := len(first); at < len(x); at += filled {
		copy(x[at:], first)
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
