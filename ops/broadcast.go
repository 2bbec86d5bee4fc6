package ops

import (
	"fmt"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// broadcastShape is the shape of what has every pair of elements of a and b.
func broadcastShape(a, b []int) ([]int, error) {
	if len(a) < len(b) {
		a, b = b, a
	}
	shape := append([]int{}, a...)
	ahead := len(a) - len(b)
	for k, n := range b {
		switch m := a[ahead+k]; {
		case m == n || n == 1:
		case m == 1:
			shape[ahead+k] = n
		default:
			return nil, fmt.Errorf("axis %d: %d and %d, want equal lengths or 1", k-len(b), m, n)
		}
	}
	return shape, nil
}

// broadcastTypes infers the type of a result that has the dtype of the operands
// and the shape they are broadcast to.
func broadcastTypes(names []string, in []Type, accept func(Type) bool, want string) (Type, error) {
	out := in[0]
	for k, t := range in {
		if !accept(t) {
			return Type{}, fmt.Errorf("%s: %s is %s, want %s", describe(names, in), names[k], t.Dtype, want)
		}
		if t.Dtype != out.Dtype {
			return Type{}, fmt.Errorf("%s: want operands of one dtype", describe(names, in))
		}
		shape, err := broadcastShape(out.Shape, t.Shape)
		if err != nil {
			return Type{}, fmt.Errorf("%s: %w", describe(names, in), err)
		}
		out = out.With(shape...)
	}
	return out, nil
}

func isNumber(t Type) bool { return t.Float() || t.Dtype == tensor.Int }
func isFloat(t Type) bool  { return t.Float() }
func isBool(t Type) bool   { return t.Dtype == tensor.Bool }

// elements is the elements as a slice of T, which must be a's dtype.
func elements[T kernel.Element](a Array) []T {
	var zero T
	switch any(zero).(type) {
	case float32:
		return any(a.F32).([]T)
	case float64:
		return any(a.F64).([]T)
	case int:
		return any(a.Int).([]T)
	}
	return any(a.Bool).([]T)
}

// rows binds z = f(x, y), broadcast, in rows along which x and y move by steps
// of 0 or 1.
func rows[R, T kernel.Element](c *Call, z []R, f func(z []R, x []T, sx int, y []T, sy int)) func() {
	x, y := elements[T](c.In[0]), elements[T](c.In[1])
	b := kernel.NewBroadcast(c.Out.Shape, c.In[0].Shape, c.In[1].Shape)
	step := b.Steps()
	row := func(at, n int, from [3]int) {
		f(z[at:at+n], x[from[0]:], step[0], y[from[1]:], step[1])
	}
	return c.For(b.Size(), pointGrain, func(lo, hi int) { b.Each(lo, hi, row) })
}

// byOperand chooses the loop for the dtype of the first operand; one that is nil
// was refused when inferring.
func byOperand(f32, f64, ints, bools func(*Call) func()) func(*Call) func() {
	return func(c *Call) func() {
		switch c.In[0].Dtype {
		case tensor.Float64:
			return f64(c)
		case tensor.Int:
			return ints(c)
		case tensor.Bool:
			return bools(c)
		}
		return f32(c)
	}
}
