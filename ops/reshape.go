package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
)

// Reshape has the elements of x, in the same order, in another shape. One
// length may be -1: it is what is left. It costs nothing in our machine.
func Reshape(x *gorgonia.Node, shape ...int) (*gorgonia.Node, error) {
	return reshaped("reshape", x, func(x Type) ([]int, error) { return complete(x, shape) })
}

// Flatten is x as a matrix: the axes before axis, and those from it on. A
// negative axis counts from the end; the rank itself may be given.
func Flatten(x *gorgonia.Node, axis int) (*gorgonia.Node, error) {
	return reshaped("flatten", x, func(x Type) ([]int, error) {
		a := axis
		if a < 0 {
			a += x.Rank()
		}
		if a < 0 || a > x.Rank() {
			return nil, fmt.Errorf("x %s: axis %d: want -%d to %d", x, axis, x.Rank(), x.Rank())
		}
		return []int{size(x.Shape[:a]), size(x.Shape[a:])}, nil
	})
}

// Squeeze drops axes of length 1; without any given, all of them.
func Squeeze(x *gorgonia.Node, axes ...int) (*gorgonia.Node, error) {
	return reshaped("squeeze", x, func(x Type) ([]int, error) {
		drop := make([]bool, x.Rank())
		for _, axis := range axes {
			a, err := axisOf(axis, x.Rank())
			if err != nil {
				return nil, fmt.Errorf("x %s: %w", x, err)
			}
			if x.Shape[a] != 1 {
				return nil, fmt.Errorf("x %s: axis %d is %d, want 1", x, axis, x.Shape[a])
			}
			drop[a] = true
		}
		shape := []int{}
		for a, n := range x.Shape {
			if n != 1 || len(axes) > 0 && !drop[a] {
				shape = append(shape, n)
			}
		}
		return shape, nil
	})
}

// Unsqueeze puts in axes of length 1, at these places of the result.
func Unsqueeze(x *gorgonia.Node, axes ...int) (*gorgonia.Node, error) {
	return reshaped("unsqueeze", x, func(x Type) ([]int, error) {
		shape := make([]int, x.Rank()+len(axes))
		for _, axis := range axes {
			a, err := axisOf(axis, len(shape))
			if err != nil {
				return nil, fmt.Errorf("x %s: %w", x, err)
			}
			if shape[a] == 1 {
				return nil, fmt.Errorf("x %s: axis %d is named twice", x, axis)
			}
			shape[a] = 1
		}
		next := 0
		for a := range shape {
			if shape[a] == 0 {
				shape[a] = x.Shape[next]
				next++
			}
		}
		return shape, nil
	})
}

// reshaped is x in the shape that infer gives.
func reshaped(name string, x *gorgonia.Node, infer func(x Type) ([]int, error)) (*gorgonia.Node, error) {
	return resolved(name, func(in []Type) (Type, Def, error) {
		shape, err := infer(in[0])
		return in[0].With(shape...), Def{
			Forward: copyFirst,
			View:    always,
			Gradient: func(_ gorgonia.Nodes, _, dy *gorgonia.Node) (gorgonia.Nodes, error) {
				dx, err := Reshape(dy, in[0].Shape...)
				return gorgonia.Nodes{dx}, err
			},
		}, err
	}, x)
}

// complete is shape with its -1, if any, replaced by what is left of x.
func complete(x Type, shape []int) ([]int, error) {
	full := append([]int{}, shape...)
	rest, known := -1, 1
	for a, n := range shape {
		switch {
		case n == -1 && rest < 0:
			rest = a
		case n == -1:
			return nil, fmt.Errorf("x %s to %s: only one length may be -1", x, ShapeString(shape))
		case n < 1:
			return nil, fmt.Errorf("x %s to %s: every axis must be at least 1, or -1", x, ShapeString(shape))
		default:
			known *= n
		}
	}
	if rest >= 0 && x.Size()%known == 0 {
		full[rest] = x.Size() / known
		known *= full[rest]
	}
	if known != x.Size() {
		return nil, fmt.Errorf("x %s to %s: %d elements do not fit", x, ShapeString(shape), x.Size())
	}
	return full, nil
}
