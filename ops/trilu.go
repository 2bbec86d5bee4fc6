package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Trilu keeps, of each matrix in the last two axes of x, the elements on and
// above (upper) or on and below its k-th diagonal, and sets the others to zero.
// k 0 is the main diagonal, greater ones lie above it.
func Trilu(x *gorgonia.Node, k int, upper bool) (*gorgonia.Node, error) {
	return resolved("trilu", func(in []Type) (Type, Def, error) {
		if in[0].Rank() < 2 {
			return Type{}, Def{}, fmt.Errorf("x %s: want at least two axes", in[0])
		}
		k := min(max(k, -size(in[0].Shape)), size(in[0].Shape)) // no overflow
		return in[0], Def{
			Forward: func(c *Call) func() { return triangle(c, k, upper) },
			InPlace: []int{0},
			Gradient: func(_ gorgonia.Nodes, _, dy *gorgonia.Node) (gorgonia.Nodes, error) {
				dx, err := Trilu(dy, k, upper)
				return gorgonia.Nodes{dx}, err
			},
		}, nil
	}, x)
}

func triangle(c *Call, k int, upper bool) func() {
	switch c.Out.Dtype {
	case tensor.Float64:
		return bindTriangle(c, c.Out.F64, c.In[0].F64, k, upper)
	case tensor.Int:
		return bindTriangle(c, c.Out.Int, c.In[0].Int, k, upper)
	case tensor.Bool:
		return bindTriangle(c, c.Out.Bool, c.In[0].Bool, k, upper)
	}
	return bindTriangle(c, c.Out.F32, c.In[0].F32, k, upper)
}

func bindTriangle[T kernel.Element](c *Call, y, x []T, k int, upper bool) func() {
	rank := c.Out.Rank()
	m, n := c.Out.Shape[rank-2], c.Out.Shape[rank-1]
	return c.For(len(y)/n, max(1, copyGrain/n), func(lo, hi int) { kernel.Triangle(y, x, m, n, k, upper, lo, hi) })
}
