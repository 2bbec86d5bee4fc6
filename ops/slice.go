package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Slice is every step-th element of x along an axis, from start on, before
// stop. Negative positions count from the end, and positions outside are
// clipped, as in NumPy and ONNX. With a negative step it goes backwards; a stop
// of -n-1 or less then lets it reach element 0. Where the elements lie together
// it costs nothing in our machine.
func Slice(x *gorgonia.Node, axis, start, stop, step int) (*gorgonia.Node, error) {
	return resolved("slice", func(in []Type) (Type, Def, error) {
		a, err := axisOf(axis, in[0].Rank())
		if err != nil {
			return Type{}, Def{}, fmt.Errorf("x %s: %w", in[0], err)
		}
		p, err := positionsOf(start, stop, step, in[0].Shape[a])
		if err != nil {
			return Type{}, Def{}, fmt.Errorf("x %s: axis %d: %w", in[0], axis, err)
		}
		return in[0].With(splice(in[0].Shape, a, 1, p.count)...), Def{
			Forward: func(c *Call) func() { return copyBox(c, c.Out, c.In[0], p.box(c.In[0].Shape, a)) },
			View:    func(in []Type, _ *Env) (int, bool) { return p.view(in[0].Shape, a) },
			Gradient: func(_ gorgonia.Nodes, _, dy *gorgonia.Node) (gorgonia.Nodes, error) {
				dx, err := place(placement{in[0].Shape, a, []positions{p}}, dy)
				return gorgonia.Nodes{dx}, err
			},
		}, nil
	}, x)
}

// positions are some of those along an axis.
type positions struct{ start, step, count int }

// positionsOf clips start and stop to an axis of n elements.
func positionsOf(start, stop, step, n int) (positions, error) {
	if step == 0 {
		return positions{}, fmt.Errorf("step 0: want any other")
	}
	low, high := 0, n
	if step < 0 {
		low, high = -1, n-1
	}
	clip := func(i int) int {
		if i < 0 {
			i += n
		}
		return min(max(i, low), high)
	}
	p := positions{start: clip(start), step: step}
	if distance := clip(stop) - p.start; distance != 0 && distance > 0 == (step > 0) {
		p.count = 1 + (abs(distance)-1)/abs(max(step, -n))
	}
	if p.count == 0 {
		return p, fmt.Errorf("%d to %d by %d of %d elements is nothing: every axis must be at least 1", start, stop, step, n)
	}
	if p.count == 1 {
		p.step = 1
	}
	return p, nil
}

// box pairs the slice, contiguous, with its elements in an array of a shape.
func (p positions) box(shape []int, axis int) kernel.Box {
	sliced := splice(shape, axis, 1, p.count)
	from := strides(shape)
	start := p.start * from[axis]
	from[axis] *= p.step
	b := kernel.NewBox(sliced, strides(sliced), from)
	b.FromStart = start
	return b
}

// view is where the slice begins, if its elements lie together.
func (p positions) view(shape []int, axis int) (offset int, ok bool) {
	outer, inner := around(shape, axis)
	return p.start * inner, p.step == 1 && (outer == 1 || p.count == shape[axis])
}

func abs(x int) int { return max(x, -x) }
