package ops

import (
	"fmt"
	"slices"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Expand repeats axes of length 1 to the given shape, to which x is aligned at
// the last axis. A length of 1 or -1 keeps that of x.
func Expand(x *gorgonia.Node, shape ...int) (*gorgonia.Node, error) {
	return resolved("expand", func(in []Type) (Type, Def, error) {
		full, err := expandedShape(in[0].Shape, shape)
		if err != nil {
			return Type{}, Def{}, fmt.Errorf("x %s to %s: %w", in[0], ShapeString(shape), err)
		}
		return in[0].With(full...), Def{
			Forward: func(c *Call) func() { return copyBox(c, c.Out, c.In[0], repeated(c.In[0].Shape, full)) },
			View:    func(in []Type, _ *Env) (int, bool) { return 0, size(full) == in[0].Size() },
			Gradient: func(_ gorgonia.Nodes, _, dy *gorgonia.Node) (gorgonia.Nodes, error) {
				dx, err := SumTo(dy, in[0].Shape...)
				return gorgonia.Nodes{dx}, err
			},
		}, nil
	}, x)
}

func expandedShape(x, shape []int) ([]int, error) {
	full := slices.Clone(shape)
	if missing := len(x) - len(shape); missing > 0 {
		full = append(slices.Clone(x[:missing]), shape...)
	}
	ahead := len(full) - len(x)
	for a, n := range full {
		own := 1
		if a >= ahead {
			own = x[a-ahead]
		}
		switch {
		case n == -1 && a < ahead:
			return nil, fmt.Errorf("axis %d: x has none there to keep", a)
		case n == 1 || n == -1:
			full[a] = own
		case n < 1:
			return nil, fmt.Errorf("axis %d: every axis must be at least 1, or -1", a)
		case own != 1 && own != n:
			return nil, fmt.Errorf("axis %d is %d, want %d or 1", a, own, n)
		}
	}
	return full, nil
}

// repeated pairs an expanded array with the elements it repeats.
func repeated(x, full []int) kernel.Box {
	from := make([]int, len(full))
	ahead := len(full) - len(x)
	for a, s := range strides(x) {
		if x[a] > 1 {
			from[ahead+a] = s
		}
	}
	return kernel.NewBox(full, strides(full), from)
}
