package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// TopK gives the k largest elements along an axis (the smallest if not largest) and
// their indices, both in order; equals are ordered by index, NaN comes before all.
// The axis has length k in both results. The gradient of the values goes to the
// elements they were taken from; the indices are int and have none.
func TopK(x *gorgonia.Node, k, axis int, largest bool) (values, indices *gorgonia.Node, err error) {
	var l lanes
	indices, err = resolved("topk", func(in []Type) (Type, Def, error) {
		a, err := numberAxis(in[0], axis)
		if err != nil {
			return Type{}, Def{}, err
		}
		l = lanesAlong(in[0].Shape, a)
		if k < 1 || k > l.length {
			return Type{}, Def{}, fmt.Errorf("x %s: k is %d, want 1 to %d, the length of axis %d", in[0], k, l.length, axis)
		}
		out := Type{tensor.Int, append([]int{}, in[0].Shape...)}
		out.Shape[a] = k
		return out, Def{
			Forward: byOperand(topkForward[float32](l, k, largest), topkForward[float64](l, k, largest),
				topkForward[int](l, k, largest), nil),
		}, nil
	}, x)
	if err != nil {
		return nil, nil, err
	}
	values, err = taken(x, indices, l, k)
	return values, indices, err
}

func topkForward[T kernel.Number](l lanes, k int, largest bool) func(*Call) func() {
	return func(c *Call) func() {
		y, x := c.Out.Int, elements[T](c.In[0])
		n := k * l.inner
		return l.each(c, func(o, lo, hi int) {
			from, to := l.part(o)
			kernel.TopK(y[o*n:(o+1)*n], x[from:to], l.inner, lo, hi, largest)
		})
	}
}

// taken is the elements of x that indices, k along each of x's lanes, name.
func taken(x, indices *gorgonia.Node, l lanes, k int) (*gorgonia.Node, error) {
	return apply(Def{
		Name:     "topk values",
		Infer:    func(in []Type) (Type, error) { return Type{in[0].Dtype, in[1].Shape}, nil },
		Forward:  byOperand(takenForward[float32](l, k), takenForward[float64](l, k), takenForward[int](l, k), nil),
		Backward: byFloat(takenBackward[float32](l, k), takenBackward[float64](l, k)),
		Reads:    Reads{In: []int{1}},
	}, x, indices)
}

func takenForward[T kernel.Element](l lanes, k int) func(*Call) func() {
	return func(c *Call) func() {
		y, x, index := elements[T](c.Out), elements[T](c.In[0]), c.In[1].Int
		n := k * l.inner
		return l.each(c, func(o, lo, hi int) {
			from, to := l.part(o)
			kernel.Take(y[o*n:(o+1)*n], x[from:to], index[o*n:(o+1)*n], l.inner, lo, hi)
		})
	}
}

func takenBackward[T kernel.Float](l lanes, k int) func(*Call) func() {
	return func(c *Call) func() {
		if !c.Grad[0].Exists() {
			return nothing
		}
		dx, dy, index := floats[T](c.Grad[0]), floats[T](c.Dy), c.In[1].Int
		n := k * l.inner
		return l.each(c, func(o, lo, hi int) {
			from, to := l.part(o)
			kernel.Untake(dx[from:to], dy[o*n:(o+1)*n], index[o*n:(o+1)*n], l.inner, lo, hi)
		})
	}
}
