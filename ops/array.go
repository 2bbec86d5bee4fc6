package ops

import (
	"fmt"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Array is a tensor at run time: contiguous, row-major, and exactly one of the
// slices filled, by its dtype. The slices stay where they are for as long as
// the operation is bound; their contents change from run to run.
type Array struct {
	Type
	F32  []float32
	F64  []float64
	Int  []int
	Bool []bool
}

// Exists reports whether there is memory behind a: what nobody asked for (a
// gradient that is not needed, a saved value without a backward) has none.
func (a Array) Exists() bool {
	return a.F32 != nil || a.F64 != nil || a.Int != nil || a.Bool != nil
}

// NewArray allocates an array of zeros.
func NewArray(t Type) Array {
	a, n := Array{Type: t}, t.Size()
	switch t.Dtype {
	case tensor.Float32:
		a.F32 = make([]float32, n)
	case tensor.Float64:
		a.F64 = make([]float64, n)
	case tensor.Int:
		a.Int = make([]int, n)
	case tensor.Bool:
		a.Bool = make([]bool, n)
	}
	return a
}

// ArrayOf is an array over the memory of d, which must be contiguous.
func ArrayOf(d *tensor.Dense) (Array, error) {
	if !Contiguous(d) {
		return Array{}, fmt.Errorf("a view %s: want a contiguous tensor", ShapeString(d.Shape()))
	}
	t := Type{d.Dtype(), append([]int{}, d.Shape()...)}
	if err := t.Check(); err != nil {
		return Array{}, err
	}
	return Over(d, t), nil
}

// Over is an array of type t over the memory of d, which must be contiguous and
// of t's dtype and size. It allocates nothing.
func Over(d *tensor.Dense, t Type) Array {
	a := Array{Type: t}
	switch t.Dtype {
	case tensor.Float32:
		a.F32 = d.Float32s()
	case tensor.Float64:
		a.F64 = d.Float64s()
	case tensor.Int:
		a.Int = d.Ints()
	case tensor.Bool:
		a.Bool = d.Bools()
	}
	return a
}

// Contiguous reports whether d's elements lie side by side in row-major order.
func Contiguous(d *tensor.Dense) bool { return !d.RequiresIterator() && !d.DataOrder().IsColMajor() }

// Slice is a's elements lo ≤ i < hi in memory order, as an array of type t.
func (a Array) Slice(lo, hi int, t Type) Array {
	b := Array{Type: t}
	switch {
	case a.F32 != nil:
		b.F32 = a.F32[lo:hi:hi]
	case a.F64 != nil:
		b.F64 = a.F64[lo:hi:hi]
	case a.Int != nil:
		b.Int = a.Int[lo:hi:hi]
	case a.Bool != nil:
		b.Bool = a.Bool[lo:hi:hi]
	}
	return b
}

// Copy copies b's elements into a, whose dtype and size must be the same.
func (a Array) Copy(b Array) {
	if a.Dtype != b.Dtype || a.Size() != b.Size() {
		panic(fmt.Sprintf("copying %s to %s", b.Type, a.Type))
	}
	copy(a.F32, b.F32)
	copy(a.F64, b.F64)
	copy(a.Int, b.Int)
	copy(a.Bool, b.Bool)
}

// Dense is a tensor over the same memory.
func (a Array) Dense() *tensor.Dense {
	var data any
	switch a.Dtype {
	case tensor.Float32:
		data = a.F32
	case tensor.Float64:
		data = a.F64
	case tensor.Int:
		data = a.Int
	case tensor.Bool:
		data = a.Bool
	}
	return tensor.New(tensor.WithShape(a.Shape...), tensor.WithBacking(data))
}

// floats is the elements as a slice of T, which must be a's dtype.
func floats[T kernel.Float](a Array) []T {
	var zero T
	if _, ok := any(zero).(float32); ok {
		return any(a.F32).([]T)
	}
	return any(a.F64).([]T)
}

// same reports whether a and b begin at the same memory.
func same[T any](a, b []T) bool { return len(a) > 0 && len(b) > 0 && &a[0] == &b[0] }
