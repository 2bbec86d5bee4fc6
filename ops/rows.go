package ops

import (
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// rowGrid is the addressing of rows by their number: an array is outer blocks of
// length rows of inner elements, and the same rows are named in every block.
type rowGrid struct{ outer, length, inner int }

// gridOf is that of an array along an axis.
func gridOf(shape []int, axis int) rowGrid {
	outer, inner := around(shape, axis)
	return rowGrid{outer, shape[axis], inner}
}

func (g rowGrid) check(c *Call, indices Array, use func(rows []int) func()) func() {
	return bounded(c, "indices", indices, -g.length, g.length-1, use(indices.Int))
}

func (g rowGrid) gather(c *Call, y, x Array, rows []int) func() {
	switch y.Dtype {
	case tensor.Float64:
		return bindGatherRows(c, y.F64, x.F64, rows, g)
	case tensor.Int:
		return bindGatherRows(c, y.Int, x.Int, rows, g)
	case tensor.Bool:
		return bindGatherRows(c, y.Bool, x.Bool, rows, g)
	}
	return bindGatherRows(c, y.F32, x.F32, rows, g)
}

func bindGatherRows[T kernel.Element](c *Call, y, x []T, rows []int, g rowGrid) func() {
	return c.For(g.outer*len(rows), max(1, copyGrain/g.inner), func(lo, hi int) {
		kernel.GatherRows(y, x, rows, g.length, g.inner, lo, hi)
	})
}

// columnGrain is how many columns of rows that are scattered one worker has: a
// few cache lines. All that is written to an element is written by one worker, in
// order.
const columnGrain = 64

// byColumns binds body for each block and range of columns. x and u are where
// the block begins in an array of rows, and in one with count rows a block.
func (g rowGrid) byColumns(c *Call, count int, body func(x, u, lo, hi int)) func() {
	parts := (g.inner + columnGrain - 1) / columnGrain
	grain := max(1, copyGrain/(count*min(g.inner, columnGrain)))
	return c.For(g.outer*parts, grain, func(first, end int) {
		for p := first; p < end; p++ {
			o, lo := p/parts, p%parts*columnGrain
			body(o*g.length*g.inner, o*count*g.inner, lo, min(lo+columnGrain, g.inner))
		}
	})
}

// add binds x[rows] += u, for numbers; the row skip, if not -1, is left out.
func (g rowGrid) add(c *Call, x, u Array, rows []int, skip int) func() {
	switch x.Dtype {
	case tensor.Float64:
		return bindAddRows(c, x.F64, u.F64, rows, g, skip)
	case tensor.Int:
		return bindAddRows(c, x.Int, u.Int, rows, g, skip)
	}
	return bindAddRows(c, x.F32, u.F32, rows, g, skip)
}

func bindAddRows[T kernel.Number](c *Call, x, u []T, rows []int, g rowGrid, skip int) func() {
	return g.byColumns(c, len(rows), func(atX, atU, lo, hi int) {
		kernel.AddRows(x[atX:], u[atU:], rows, g.length, g.inner, lo, hi, skip)
	})
}

func (g rowGrid) put(c *Call, x, u Array, rows []int, reduction string) func() {
	if reduction == "add" {
		return g.add(c, x, u, rows, -1)
	}
	switch x.Dtype {
	case tensor.Float64:
		return bindPutRows(c, x.F64, u.F64, rows, g, kernel.Fold[float64](reduction))
	case tensor.Int:
		return bindPutRows(c, x.Int, u.Int, rows, g, kernel.Fold[int](reduction))
	case tensor.Bool:
		return bindPutRows(c, x.Bool, u.Bool, rows, g, nil)
	}
	return bindPutRows(c, x.F32, u.F32, rows, g, kernel.Fold[float32](reduction))
}

func bindPutRows[T kernel.Element](c *Call, x, u []T, rows []int, g rowGrid, fold func(old, new T) T) func() {
	return g.byColumns(c, len(rows), func(atX, atU, lo, hi int) {
		kernel.PutRows(x[atX:], u[atU:], rows, g.length, g.inner, lo, hi, fold)
	})
}

func (g rowGrid) claim(c *Call, du, dx Array, rows []int) func() {
	if dx.Dtype == tensor.Float64 {
		return bindClaimRows(c, du.F64, dx.F64, rows, g)
	}
	return bindClaimRows(c, du.F32, dx.F32, rows, g)
}

func bindClaimRows[T kernel.Float](c *Call, du, dx []T, rows []int, g rowGrid) func() {
	return g.byColumns(c, len(rows), func(atX, atU, lo, hi int) {
		kernel.ClaimRows(cut(du, atU, len(du)), dx[atX:], rows, g.length, g.inner, lo, hi)
	})
}
