package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
)

// PadEdge puts before[a] and after[a] copies of the outermost element around x
// along each axis a: b a|a b c|c c.
func PadEdge(x *gorgonia.Node, before, after []int) (*gorgonia.Node, error) {
	return padBy("pad edge", x, before, after, func(i, n int) int { return min(max(i, 0), n-1) })
}

// PadReflect mirrors x about its outermost elements, before[a] and after[a]
// elements wide along each axis a: c b|a b c|b a.
func PadReflect(x *gorgonia.Node, before, after []int) (*gorgonia.Node, error) {
	return padBy("pad reflect", x, before, after, func(i, n int) int {
		if n == 1 {
			return 0
		}
		i = wrapped(i, 2*n-2)
		return min(i, 2*n-2-i)
	})
}

// PadWrap goes round: before[a] elements of the end of x before its beginning,
// and the other way, along each axis a: b c|a b c|a b.
func PadWrap(x *gorgonia.Node, before, after []int) (*gorgonia.Node, error) {
	return padBy("pad wrap", x, before, after, wrapped)
}

// wrapped is i modulo n, not negative.
func wrapped(i, n int) int { return (i%n + n) % n }

// padBy pads axis after axis with elements of x: source says which of n
// elements stands at place i.
func padBy(name string, x *gorgonia.Node, before, after []int, source func(i, n int) int) (*gorgonia.Node, error) {
	if x == nil {
		return apply(Def{Name: name}, x)
	}
	shape := TypeOf(x).Shape
	if _, err := paddedShape(TypeOf(x), before, after); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	y := x
	for a, n := range shape {
		if before[a] < 0 || after[a] < 0 {
			return nil, fmt.Errorf("%s: x %s by %s before and %s after: none may be negative",
				name, TypeOf(x), ShapeString(before), ShapeString(after))
		}
		if before[a]+after[a] == 0 {
			continue
		}
		index := make([]int, before[a]+n+after[a])
		for i := range index {
			index[i] = source(i-before[a], n)
		}
		var err error
		if y, err = pick(name, y, a, index); err != nil {
			return nil, err
		}
	}
	if y == x {
		return Identity(x)
	}
	return y, nil
}

// pick is a Gather whose indices are known when drawing.
func pick(name string, x *gorgonia.Node, axis int, index []int) (*gorgonia.Node, error) {
	return resolved(name, func(in []Type) (Type, Def, error) {
		g := gridOf(in[0].Shape, axis)
		return in[0].With(splice(in[0].Shape, axis, 1, len(index))...), Def{
			Forward: func(c *Call) func() { return g.gather(c, c.Out, c.In[0], index) },
			Backward: func(c *Call) func() {
				return inOrder(fillWith(c, c.Grad[0], 0), g.add(c, c.Grad[0], c.Dy, index, -1))
			},
			Reads: Reads{None: true},
		}, nil
	}, x)
}
