package ops

import (
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// copyGrain is how many elements a copy moves at a time.
const copyGrain = 16384

// copyAll binds the copy of all of x to y, which may be the same memory.
func copyAll(c *Call, y, x Array) func() {
	if sameMemory(y, x) {
		return nothing
	}
	n := []int{x.Size()}
	return copyBox(c, y, x, kernel.NewBox(n, []int{1}, []int{1}))
}

// copyBox binds the copy of b from x to y, which are of one dtype.
func copyBox(c *Call, y, x Array, b kernel.Box) func() {
	switch y.Dtype {
	case tensor.Float64:
		return bindCopy(c, y.F64, x.F64, b)
	case tensor.Int:
		return bindCopy(c, y.Int, x.Int, b)
	case tensor.Bool:
		return bindCopy(c, y.Bool, x.Bool, b)
	}
	return bindCopy(c, y.F32, x.F32, b)
}

func bindCopy[T kernel.Element](c *Call, y, x []T, b kernel.Box) func() {
	n := b.Row()
	if n <= copyGrain {
		return c.each(b.Rows(), copyGrain/n, func(w *kernel.Worker, lo, hi int) {
			kernel.CopyRows(y, x, &b, kernel.Scratch[int](w, len(b.Shape)), lo, hi)
		})
	}
	parts := (n + copyGrain - 1) / copyGrain
	return c.For(b.Rows()*parts, 1, func(lo, hi int) {
		for p := lo; p < hi; p++ {
			from := p % parts * copyGrain
			kernel.CopyPart(y, x, &b, p/parts, from, min(from+copyGrain, n))
		}
	})
}

// fillWith binds a[i] = v, converted to a's dtype; true is any v but 0.
func fillWith(c *Call, a Array, v float64) func() {
	switch a.Dtype {
	case tensor.Float64:
		return bindFill(c, a.F64, v)
	case tensor.Int:
		return bindFill(c, a.Int, int(v))
	case tensor.Bool:
		return bindFill(c, a.Bool, v != 0)
	}
	return bindFill(c, a.F32, float32(v))
}

func bindFill[T kernel.Element](c *Call, x []T, v T) func() {
	return c.For(len(x), copyGrain, func(lo, hi int) { kernel.Fill(x[lo:hi], v) })
}

// sameMemory reports whether a and b begin at the same memory.
func sameMemory(a, b Array) bool {
	return same(a.F32, b.F32) || same(a.F64, b.F64) || same(a.Int, b.Int) || same(a.Bool, b.Bool)
}

// strides are those of a row-major array.
func strides(shape []int) []int {
	s := make([]int, len(shape))
	n := 1
	for a := len(shape) - 1; a >= 0; a-- {
		s[a] = n
		n *= shape[a]
	}
	return s
}

// around is the size of shape before an axis and after it.
func around(shape []int, axis int) (outer, inner int) {
	return size(shape[:axis]), size(shape[axis+1:])
}

// without is a shape with one axis left out.
func without(shape []int, axis int) []int { return splice(shape, axis, 1) }

// splice is a shape with n axes from axis on replaced by others.
func splice(shape []int, axis, n int, others ...int) []int {
	s := append([]int{}, shape[:axis]...)
	s = append(s, others...)
	return append(s, shape[axis+n:]...)
}
