package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// OneHot puts in an axis of length depth, at this place of the result, that is
// on where ids says and off elsewhere. A negative id counts from the end; one
// outside -depth to depth-1 is off everywhere, as in ONNX. The dtype is any;
// for tensor.Bool, 0 is false. It has no gradient.
func OneHot(ids *gorgonia.Node, depth int, on, off float64, axis int, dtype tensor.Dtype) (*gorgonia.Node, error) {
	return resolved("one hot", func(in []Type) (Type, Def, error) {
		a, err := checkOneHot(in[0], depth, axis, dtype)
		if err != nil {
			return Type{}, Def{}, fmt.Errorf("ids %s: %w", in[0], err)
		}
		out := Type{dtype, splice(in[0].Shape, a, 0, depth)}
		inner := size(in[0].Shape[a:])
		return out, Def{Forward: func(c *Call) func() {
			return inOrder(fillWith(c, c.Out, off), markOnes(c, on, depth, inner))
		}}, nil
	}, ids)
}

func checkOneHot(ids Type, depth, axis int, dtype tensor.Dtype) (int, error) {
	if err := wantInt("ids", ids); err != nil {
		return 0, err
	}
	if depth < 1 {
		return 0, fmt.Errorf("depth %d: want at least 1", depth)
	}
	switch dtype {
	case tensor.Float32, tensor.Float64, tensor.Int, tensor.Bool:
		return axisOf(axis, ids.Rank()+1)
	}
	return 0, fmt.Errorf("dtype %v: want float32, float64, int or bool", dtype)
}

func markOnes(c *Call, on float64, depth, inner int) func() {
	switch c.Out.Dtype {
	case tensor.Float64:
		return bindMark(c, c.Out.F64, on, depth, inner)
	case tensor.Int:
		return bindMark(c, c.Out.Int, int(on), depth, inner)
	case tensor.Bool:
		return bindMark(c, c.Out.Bool, on != 0, depth, inner)
	}
	return bindMark(c, c.Out.F32, float32(on), depth, inner)
}

func bindMark[T kernel.Element](c *Call, y []T, on T, depth, inner int) func() {
	ids := c.In[0].Int
	return c.For(len(ids), copyGrain, func(lo, hi int) { kernel.Mark(y, ids, on, depth, inner, lo, hi) })
}
