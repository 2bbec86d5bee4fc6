package ops

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Equal is x = y element by element, broadcast: a bool tensor, without gradient. x and
// y are of one dtype, any. NaN is unequal to everything.
func Equal(x, y *gorgonia.Node) (*gorgonia.Node, error) {
	return comparison("equal", comparing(kernel.EqualRow[float32]), comparing(kernel.EqualRow[float64]),
		comparing(kernel.EqualRow[int]), comparing(kernel.EqualRow[bool]), x, y)
}

// NotEqual is x ≠ y element by element, broadcast: a bool tensor, without gradient. x and
// y are of one dtype, any. NaN is unequal to everything.
func NotEqual(x, y *gorgonia.Node) (*gorgonia.Node, error) {
	return comparison("not equal", comparing(kernel.NotEqualRow[float32]), comparing(kernel.NotEqualRow[float64]),
		comparing(kernel.NotEqualRow[int]), comparing(kernel.NotEqualRow[bool]), x, y)
}

// Less is x < y element by element, broadcast: a bool tensor, without gradient. x
// and y are of one dtype, not bool. It is false where either is NaN.
func Less(x, y *gorgonia.Node) (*gorgonia.Node, error) {
	return ordering("less", kernel.LessRow[float32], kernel.LessRow[float64], kernel.LessRow[int], x, y)
}

// LessEqual is x ≤ y element by element, broadcast: a bool tensor, without gradient. x
// and y are of one dtype, not bool. It is false where either is NaN.
func LessEqual(x, y *gorgonia.Node) (*gorgonia.Node, error) {
	return ordering("less or equal", kernel.LessEqualRow[float32], kernel.LessEqualRow[float64], kernel.LessEqualRow[int], x, y)
}

// Greater is x > y element by element, broadcast: a bool tensor, without gradient.
// x and y are of one dtype, not bool. It is false where either is NaN.
func Greater(x, y *gorgonia.Node) (*gorgonia.Node, error) {
	return ordering("greater", flip(kernel.LessRow[float32]), flip(kernel.LessRow[float64]), flip(kernel.LessRow[int]), x, y)
}

// GreaterEqual is x ≥ y element by element, broadcast: a bool tensor, without gradient.
// x and y are of one dtype, not bool. It is false where either is NaN.
func GreaterEqual(x, y *gorgonia.Node) (*gorgonia.Node, error) {
	return ordering("greater or equal", flip(kernel.LessEqualRow[float32]), flip(kernel.LessEqualRow[float64]), flip(kernel.LessEqualRow[int]), x, y)
}

// compareRow is a row of a comparison.
type compareRow[T kernel.Element] = func(z []bool, x []T, sx int, y []T, sy int)

// flip is f(y, x).
func flip[T kernel.Element](f compareRow[T]) compareRow[T] {
	return func(z []bool, x []T, sx int, y []T, sy int) { f(z, y, sy, x, sx) }
}

func comparing[T kernel.Element](f compareRow[T]) func(*Call) func() {
	return func(c *Call) func() { return rows(c, c.Out.Bool, f) }
}

// ordering is a comparison of numbers.
func ordering(name string, f32 compareRow[float32], f64 compareRow[float64], ints compareRow[int], x, y *gorgonia.Node) (*gorgonia.Node, error) {
	return comparison(name, comparing(f32), comparing(f64), comparing(ints), nil, x, y)
}

// comparison applies a comparison; without loops for bools it is of numbers only.
func comparison(name string, f32, f64, ints, bools func(*Call) func(), x, y *gorgonia.Node) (*gorgonia.Node, error) {
	accept, want := isNumber, "float32, float64 or int"
	if bools != nil {
		accept, want = func(t Type) bool { return isNumber(t) || isBool(t) }, "float32, float64, int or bool"
	}
	return apply(Def{
		Name: name,
		Infer: func(in []Type) (Type, error) {
			t, err := broadcastTypes([]string{"x", "y"}, in, accept, want)
			return Type{tensor.Bool, t.Shape}, err
		},
		Forward: byOperand(f32, f64, ints, bools),
	}, x, y)
}
