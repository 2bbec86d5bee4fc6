package ops

import (
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// lineGrid is the addressing of elements along one axis: indices[i, j, k] names
// x[indices[i, j, k], j, k] if the axis is the first.
type lineGrid struct{ kernel.Lines }

// linesOf is that of x and indices, which along the other axes are not longer.
func linesOf(x, indices []int, axis int) lineGrid {
	to, from := strides(x), strides(indices)
	others := kernel.NewBox(splice(indices, axis, 1, 1), to, from)
	if others.From[len(others.From)-1] != 1 { // the axis is the last: go line by line
		others = others.Points()
	}
	return lineGrid{kernel.Lines{Others: others, Count: indices[axis], Pitch: from[axis], Length: x[axis], Stride: to[axis]}}
}

func (l lineGrid) check(c *Call, indices Array, use func(index []int) func()) func() {
	return bounded(c, "indices", indices, -l.Length, l.Length-1, use(indices.Int))
}

// byColumns binds body for ranges of columns of the rows of lines: an element
// is in one range only.
func (l lineGrid) byColumns(c *Call, body func(row, lo, hi int)) func() {
	row := l.Others.Row()
	parts := (row + columnGrain - 1) / columnGrain
	grain := max(1, copyGrain/(l.Count*min(row, columnGrain)))
	return c.For(l.Others.Rows()*parts, grain, func(first, end int) {
		for p := first; p < end; p++ {
			lo := p % parts * columnGrain
			body(p/parts, lo, min(lo+columnGrain, row))
		}
	})
}

func (l lineGrid) gather(c *Call, y, x Array, index []int) func() {
	switch y.Dtype {
	case tensor.Float64:
		return bindGatherLines(c, y.F64, x.F64, index, l)
	case tensor.Int:
		return bindGatherLines(c, y.Int, x.Int, index, l)
	case tensor.Bool:
		return bindGatherLines(c, y.Bool, x.Bool, index, l)
	}
	return bindGatherLines(c, y.F32, x.F32, index, l)
}

func bindGatherLines[T kernel.Element](c *Call, y, x []T, index []int, l lineGrid) func() {
	return l.byColumns(c, func(row, lo, hi int) { kernel.GatherLines(y, x, index, &l.Lines, row, lo, hi) })
}

func (l lineGrid) put(c *Call, x, u Array, index []int, reduction string) func() {
	switch x.Dtype {
	case tensor.Float64:
		return bindPutLines(c, x.F64, u.F64, index, l, kernel.Fold[float64](reduction))
	case tensor.Int:
		return bindPutLines(c, x.Int, u.Int, index, l, kernel.Fold[int](reduction))
	case tensor.Bool:
		return bindPutLines(c, x.Bool, u.Bool, index, l, nil)
	}
	return bindPutLines(c, x.F32, u.F32, index, l, kernel.Fold[float32](reduction))
}

func bindPutLines[T kernel.Element](c *Call, x, u []T, index []int, l lineGrid, fold func(old, new T) T) func() {
	return l.byColumns(c, func(row, lo, hi int) { kernel.PutLines(x, u, index, &l.Lines, row, lo, hi, fold) })
}

func (l lineGrid) claim(c *Call, du, dx Array, index []int) func() {
	if dx.Dtype == tensor.Float64 {
		return bindClaimLines(c, du.F64, dx.F64, index, l)
	}
	return bindClaimLines(c, du.F32, dx.F32, index, l)
}

func bindClaimLines[T kernel.Float](c *Call, du, dx []T, index []int, l lineGrid) func() {
	return l.byColumns(c, func(row, lo, hi int) { kernel.ClaimLines(du, dx, index, &l.Lines, row, lo, hi) })
}
