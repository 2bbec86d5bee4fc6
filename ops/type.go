package ops

import (
	"fmt"
	"strings"

	"github.com/chewxy/hm"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

// Type is what is known of a tensor before anything runs.
type Type struct {
	Dtype tensor.Dtype // Float32, Float64, Int or Bool
	Shape []int
}

// TypeOf is the type of a node.
func TypeOf(n *gorgonia.Node) Type {
	return Type{n.Dtype(), append([]int{}, n.Shape()...)}
}

// Size is the number of elements.
func (t Type) Size() int { return size(t.Shape) }

// Rank is the number of axes.
func (t Type) Rank() int { return len(t.Shape) }

// Check refuses a type that no machine can hold: an axis below 1, a dtype that
// is not one of the four, or more bytes than there is memory for.
func (t Type) Check() error {
	switch t.Dtype {
	case tensor.Float32, tensor.Float64, tensor.Int, tensor.Bool:
	default:
		return fmt.Errorf("dtype %v: want float32, float64, int or bool", t.Dtype)
	}
	n := 1
	for _, d := range t.Shape {
		if d < 1 {
			return fmt.Errorf("%s: every axis must be at least 1", t)
		}
		if n > mostElements/d {
			return fmt.Errorf("%s: more than 2^40 elements", t)
		}
		n *= d
	}
	return nil
}

const mostElements = 1 << 40

// Float reports whether the elements are float32 or float64.
func (t Type) Float() bool { return t.Dtype == tensor.Float32 || t.Dtype == tensor.Float64 }

// With is t with another shape.
func (t Type) With(shape ...int) Type { return Type{t.Dtype, shape} }

// String is like "[2, 3, 8]", with the dtype before it unless it is float32.
func (t Type) String() string {
	if t.Dtype == tensor.Float32 {
		return ShapeString(t.Shape)
	}
	return t.Dtype.String() + " " + ShapeString(t.Shape)
}

// hindley is t as Gorgonia's type system wants it: a scalar is its bare dtype.
func (t Type) hindley() hm.Type {
	if len(t.Shape) == 0 {
		return t.Dtype
	}
	return gorgonia.TensorType{Dims: len(t.Shape), Of: t.Dtype}
}

// Equal reports whether dtype and shape are the same.
func (t Type) Equal(u Type) bool { return t.Dtype == u.Dtype && equalShapes(t.Shape, u.Shape) }

// ShapeString writes a shape as messages do: [2, 3, 8].
func ShapeString(shape []int) string {
	return strings.ReplaceAll(fmt.Sprint(shape), " ", ", ")
}

func size(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}

func equalShapes(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
