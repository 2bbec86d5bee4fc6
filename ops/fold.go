package ops

import (
	"github.com/gaze-ml/gaze/internal/kernel"
)

// fold is one step of a reduction: x [outer, length, inner] to [outer, inner].
type fold struct{ outer, length, inner int }

// newFolds lists the steps that reduce shape to kept: neighbouring axes are
// joined, and the innermost go first, so that what is left to do is small.
func newFolds(shape, kept []int) []fold {
	var steps []fold
	length, inner := 1, 1
	for a := len(shape) - 1; a >= 0; a-- {
		switch {
		case shape[a] == 1:
			continue
		case kept[a] == 1:
			length *= shape[a]
			continue
		case length > 1:
			steps = append(steps, fold{size(shape[:a+1]), length, inner})
			length = 1
		}
		inner *= shape[a]
	}
	if length > 1 {
		steps = append(steps, fold{1, length, inner})
	}
	return steps
}

// reduce binds y = x folded by every step in turn.
func reduce[T kernel.Float](c *Call, y, x []T, steps []fold, f kernel.Reduction[T]) func() {
	if len(steps) == 0 {
		return c.For(len(y), pointGrain, func(lo, hi int) { copy(y[lo:hi], x[lo:hi]) })
	}
	var runs []func()
	for k, s := range steps {
		z := y
		if k < len(steps)-1 {
			z = make([]T, s.outer*s.inner)
		}
		runs = append(runs, foldStep(c, z, x, s, f))
		x = z
	}
	return inOrder(runs...)
}

// The lengths beyond which a step folds parts of a line or column first, and then
// the parts: more workers can share it, and sums are more exact.
const (
	linePart   = 32768
	columnPart = 65   // a first row and 16 times four
	blockWidth = 2048 // of columns taken together
)

// foldStep binds one step.
func foldStep[T kernel.Float](c *Call, y, x []T, s fold, f kernel.Reduction[T]) func() {
	if s.inner == 1 {
		return foldLines(c, y, x, s, f)
	}
	return foldColumns(c, y, x, s, f)
}

// foldLines binds y[i] = the fold of x[i, :].
func foldLines[T kernel.Float](c *Call, y, x []T, s fold, f kernel.Reduction[T]) func() {
	parts, width := 1, s.length
	if s.outer < 64 && s.length > linePart {
		parts, width = ceil(s.length, linePart), linePart
	}
	z := y
	if parts > 1 {
		z = make([]T, s.outer*parts)
	}
	lines := c.For(s.outer*parts, max(1, pointGrain/width), func(lo, hi int) {
		for p := lo; p < hi; p++ {
			from := p % parts * width
			z[p] = f.Line(x[p/parts*s.length+from : p/parts*s.length+min(from+width, s.length)])
		}
	})
	if parts == 1 {
		return lines
	}
	return inOrder(lines, foldLines(c, y, z, fold{s.outer, parts, 1}, f))
}

// foldColumns binds y[i, j] = the fold of x[i, :, j].
func foldColumns[T kernel.Float](c *Call, y, x []T, s fold, f kernel.Reduction[T]) func() {
	parts, height := 1, s.length
	if s.length > 2*columnPart {
		parts, height = ceil(s.length, columnPart), columnPart
	}
	z := y
	if parts > 1 {
		z = make([]T, s.outer*parts*s.inner)
	}
	blocks := ceil(s.inner, blockWidth)
	columns := c.For(s.outer*parts*blocks, max(1, pointGrain/(height*min(s.inner, blockWidth))), func(lo, hi int) {
		for p := lo; p < hi; p++ {
			part, j := p/blocks, p%blocks*blockWidth
			from := part % parts * height
			acc := z[part*s.inner+j : part*s.inner+min(j+blockWidth, s.inner)]
			f.Columns(acc, x[(part/parts*s.length+from)*s.inner+j:], min(height, s.length-from), s.inner)
		}
	})
	if parts == 1 {
		return columns
	}
	return inOrder(columns, foldColumns(c, y, z, fold{s.outer, parts, s.inner}, f))
}

func ceil(n, d int) int { return (n + d - 1) / d }
