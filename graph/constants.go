package graph

import (
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// Table is a constant of the drawing's float type, such as the angles of
// positions. Its elements are copied, in row-major order.
func (s *Scope) Table(values []float64, shape ...int) *Node {
	t := ops.Type{Dtype: s.g.dtype, Shape: shape}
	if t.Check() != nil || len(values) != t.Size() {
		return s.g.fail(s.path, "table %s of %d values: want as many as its shape has, and axes of at least 1",
			ops.ShapeString(shape), len(values))
	}
	a := ops.NewArray(t)
	copy(a.F64, values)
	for i := range a.F32 {
		a.F32[i] = float32(values[i])
	}
	return s.Const(a.Dense())
}

// Range is the constant 0, 1, … n-1, of whole numbers.
func (s *Scope) Range(n int) *Node {
	t := ops.Type{Dtype: tensor.Int, Shape: []int{n}}
	if err := t.Check(); err != nil {
		return s.g.fail(s.path, "range: %w", err)
	}
	a := ops.NewArray(t)
	for i := range a.Int {
		a.Int[i] = i
	}
	return s.Const(a.Dense())
}

// Whole is a scalar constant, a whole number.
func (s *Scope) Whole(n int) *Node {
	a := ops.NewArray(ops.Type{Dtype: tensor.Int, Shape: []int{}})
	a.Int[0] = n
	return s.Const(a.Dense())
}
