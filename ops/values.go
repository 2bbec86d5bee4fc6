package ops

import (
	"fmt"
	"unsafe"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

// arraysOf takes Gorgonia's values for operands of the given types. A view is
// copied; a scalar, which Gorgonia passes as a number, becomes an array of one.
func arraysOf(name string, types []Type, values []gorgonia.Value) ([]Array, error) {
	if len(values) != len(types) {
		return nil, fmt.Errorf("%s: %d operands, want %d", name, len(values), len(types))
	}
	arrays := make([]Array, len(values))
	for i, v := range values {
		a, err := arrayOf(v)
		if err != nil {
			return nil, fmt.Errorf("%s: operand %d: %w", name, i, err)
		}
		if !a.Type.Equal(types[i]) {
			return nil, fmt.Errorf("%s: operand %d is %s, want %s", name, i, a.Type, types[i])
		}
		arrays[i] = a
	}
	return arrays, nil
}

// ValueArray is an array over a Gorgonia value's memory, or over a copy of it if
// the value is a view whose elements are not contiguous.
func ValueArray(v gorgonia.Value) (Array, error) { return arrayOf(v) }

func arrayOf(v gorgonia.Value) (Array, error) {
	switch x := v.(type) {
	case nil:
		return Array{}, fmt.Errorf("no value")
	case *tensor.Dense:
		return denseArray(x)
	case *gorgonia.F32:
		return Array{Type: Type{tensor.Float32, []int{}}, F32: unsafe.Slice((*float32)(x), 1)}, nil
	case *gorgonia.F64:
		return Array{Type: Type{tensor.Float64, []int{}}, F64: unsafe.Slice((*float64)(x), 1)}, nil
	case *gorgonia.I:
		return Array{Type: Type{tensor.Int, []int{}}, Int: unsafe.Slice((*int)(x), 1)}, nil
	case *gorgonia.B:
		return Array{Type: Type{tensor.Bool, []int{}}, Bool: unsafe.Slice((*bool)(x), 1)}, nil
	}
	return Array{}, fmt.Errorf("a %T: want a tensor.Dense or a scalar of float32, float64, int or bool", v)
}

// denseArray copies a view element by element, in row-major order: tensor's own
// Materialize does not turn a column-major one.
func denseArray(d *tensor.Dense) (Array, error) {
	if Contiguous(d) {
		return ArrayOf(d)
	}
	t := Type{d.Dtype(), append([]int{}, d.Shape()...)}
	if err := t.Check(); err != nil {
		return Array{}, err
	}
	a, at := NewArray(t), make([]int, len(t.Shape))
	for i := range t.Size() {
		for k, rest := len(at)-1, i; k >= 0; k-- {
			at[k], rest = rest%t.Shape[k], rest/t.Shape[k]
		}
		v, err := d.At(at...)
		if err != nil {
			return Array{}, err
		}
		a.set(i, v)
	}
	return a, nil
}

func (a Array) set(i int, v any) {
	switch x := v.(type) {
	case float32:
		a.F32[i] = x
	case float64:
		a.F64[i] = x
	case int:
		a.Int[i] = x
	case bool:
		a.Bool[i] = x
	}
}

// SharedValue is the array as Gorgonia wants it, in the same memory.
func SharedValue(a Array) gorgonia.Value {
	switch {
	case len(a.Shape) > 0:
		return a.Dense()
	case a.F64 != nil:
		return (*gorgonia.F64)(&a.F64[0])
	case a.Int != nil:
		return (*gorgonia.I)(&a.Int[0])
	case a.Bool != nil:
		return (*gorgonia.B)(&a.Bool[0])
	}
	return (*gorgonia.F32)(&a.F32[0])
}

// ValueOf is a copy of the array as Gorgonia wants it.
func ValueOf(a Array) gorgonia.Value {
	b := NewArray(a.Type)
	b.Copy(a)
	return valueOf(b)
}

// valueOf is the array as Gorgonia wants it.
func valueOf(a Array) gorgonia.Value {
	if len(a.Shape) > 0 {
		return a.Dense()
	}
	switch a.Dtype {
	case tensor.Float64:
		return gorgonia.NewF64(a.F64[0])
	case tensor.Int:
		return gorgonia.NewI(a.Int[0])
	case tensor.Bool:
		return gorgonia.NewB(a.Bool[0])
	}
	return gorgonia.NewF32(a.F32[0])
}

// intoPrealloc runs f into the memory of prealloc, which has the result's type.
func intoPrealloc(t Type, prealloc gorgonia.Value, f func(out Array) error) (gorgonia.Value, error) {
	if d, ok := prealloc.(*tensor.Dense); ok && len(t.Shape) > 0 {
		out, err := ArrayOf(d)
		if err != nil {
			return nil, err
		}
		if !out.Type.Equal(t) {
			return nil, fmt.Errorf("the result is %s, the memory for it %s", t, out.Type)
		}
		return d, f(out)
	}
	out := NewArray(t)
	if err := f(out); err != nil {
		return nil, err
	}
	switch x := prealloc.(type) {
	case *gorgonia.F32:
		*x = gorgonia.F32(out.F32[0])
		return x, nil
	case *gorgonia.F64:
		*x = gorgonia.F64(out.F64[0])
		return x, nil
	}
	return valueOf(out), nil
}

// typesOnly is arrays without memory.
func typesOnly(types []Type) []Array {
	arrays := make([]Array, len(types))
	for i, t := range types {
		arrays[i].Type = t
	}
	return arrays
}

func newArrays(types []Type) []Array {
	arrays := make([]Array, len(types))
	for i, t := range types {
		arrays[i] = NewArray(t)
	}
	return arrays
}
