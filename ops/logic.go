package ops

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// And is true where x and y are, broadcast; all are bool.
func And(x, y *gorgonia.Node) (*gorgonia.Node, error) { return logical("and", kernel.AndRow, x, y) }

// Or is true where x or y is, broadcast; all are bool.
func Or(x, y *gorgonia.Node) (*gorgonia.Node, error) { return logical("or", kernel.OrRow, x, y) }

// Xor is true where one of x and y is, not both, broadcast; all are bool.
func Xor(x, y *gorgonia.Node) (*gorgonia.Node, error) { return logical("xor", kernel.XorRow, x, y) }

// Not is true where x is not; both are bool.
func Not(x *gorgonia.Node) (*gorgonia.Node, error) {
	return apply(Def{
		Name:  "not",
		Infer: func(in []Type) (Type, error) { return broadcastTypes([]string{"x"}, in, isBool, "bool") },
		Forward: func(c *Call) func() {
			y, x := c.Out.Bool, c.In[0].Bool
			return c.For(len(y), pointGrain, func(lo, hi int) { kernel.Not(y[lo:hi], x[lo:hi]) })
		},
		InPlace: []int{0},
	}, x)
}

// IsNaN is true where x, a float, is NaN.
func IsNaN(x *gorgonia.Node) (*gorgonia.Node, error) {
	return predicate("is nan", kernel.IsNaN[float32], kernel.IsNaN[float64], x)
}

// IsInf is true where x, a float, is +Inf or -Inf.
func IsInf(x *gorgonia.Node) (*gorgonia.Node, error) {
	return predicate("is inf", kernel.IsInf[float32], kernel.IsInf[float64], x)
}

func logical(name string, f compareRow[bool], x, y *gorgonia.Node) (*gorgonia.Node, error) {
	return apply(Def{
		Name:    name,
		Infer:   func(in []Type) (Type, error) { return broadcastTypes([]string{"x", "y"}, in, isBool, "bool") },
		Forward: comparing(f),
		InPlace: []int{0, 1},
	}, x, y)
}

// predicate applies a property of single floats.
func predicate(name string, f32 func([]bool, []float32), f64 func([]bool, []float64), x *gorgonia.Node) (*gorgonia.Node, error) {
	return apply(Def{
		Name: name,
		Infer: func(in []Type) (Type, error) {
			t, err := sameFloat(in)
			return Type{tensor.Bool, t.Shape}, err
		},
		Forward: byOperand(mapping(f32), mapping(f64), nil, nil),
	}, x)
}

// mapping binds a function from the elements of one operand.
func mapping[R, T kernel.Element](f func(y []R, x []T)) func(*Call) func() {
	return func(c *Call) func() {
		y, x := elements[R](c.Out), elements[T](c.In[0])
		return c.For(len(y), pointGrain, func(lo, hi int) { f(y[lo:hi], x[lo:hi]) })
	}
}
