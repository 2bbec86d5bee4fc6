package ops_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

// piece is one piece of a split.
func piece(which, axis int, sizes ...int) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) {
		pieces, err := ops.Split(xs[0], axis, sizes...)
		if err != nil {
			return nil, err
		}
		return pieces[which], nil
	}
}

func TestSplit(t *testing.T) {
	for which, begin := range []int{0, 2, 3} {
		sizes := []int{2, 1, 4}
		moves(t, piece(which, -2, sizes...), []int{3, 7, 2}, []int{3, sizes[which], 2}, func(i []int) []int {
			return []int{i[0], begin + i[1], i[2]}
		})
	}
}

func TestSplitRefuses(t *testing.T) {
	x := gradcheck.Random(1, 2, 6)
	refuses(t, "split: x float64 [2, 6]: axis 1 into [2, 3]: the sizes add up to 5, want 6", piece(0, 1, 2, 3), x)
	refuses(t, "split: x float64 [2, 6]: axis 1 into [6, 0]: every size must be at least 1", piece(0, 1, 6, 0), x)
	refuses(t, "split: x float64 [2, 6]: axis 2: want -2 to 1", piece(0, 2, 6), x)
	_, err := ops.Split(nil, 0, 1)
	require.EqualError(t, err, "split: operand 0 is nil")
}

// rejoin splits x, and joins the pieces in another order.
func rejoin(xs ...*gorgonia.Node) (*gorgonia.Node, error) {
	p, err := ops.Split(xs[0], 1, 2, 1, 3)
	if err != nil {
		return nil, err
	}
	return ops.Concat(1, p[2], p[0], p[1])
}

// The gradient of a tensor that was split is one copy: nothing is added, and
// nothing filled with zeros first.
func TestGradientOfSplitIsJoined(t *testing.T) {
	require.NoError(t, gradcheck.Check(rejoin, gradcheck.Random(1, 2, 6)))
	dx := drawnGradient(t, rejoin, 2, 6)
	require.Equal(t, "place", dx.Op().String())
	require.Len(t, ops.Children(dx), 3)
	steady(t, rejoin, gradcheck.Random(1, 2, 6))
}

// Pieces that overlap, or leave a gap, or lie along different axes.
func TestGradientOfSlicesInGeneral(t *testing.T) {
	for name, f := range map[string]gradcheck.Func{
		"overlap": sumOf(slice(1, 0, 3, 1), slice(1, 2, 5, 1)),
		"gap":     sumOf(slice(1, 0, 2, 1), slice(1, 3, 5, 1)),
		"woven":   sumOf(slice(1, 0, 3, 2), slice(1, 1, 4, 2)),
		"back":    sumOf(slice(1, 1, -6, -1), slice(1, 4, 2, -1)),
		"axes":    sumOf(slice(1, 0, 4, 1), slice(0, 0, 4, 1)),
		"same":    sumOf(slice(1, 0, 4, 1), slice(1, 0, 4, 1)),
	} {
		t.Run(name, func(t *testing.T) { require.NoError(t, gradcheck.Check(f, gradcheck.Random(1, 5, 5))) })
	}
	require.Equal(t, "place", drawnGradient(t, sumOf(slice(1, 0, 2, 1), slice(1, 3, 5, 1)), 5, 5).Op().String())
	require.Equal(t, "accumulate", drawnGradient(t, sumOf(slice(1, 0, 3, 1), slice(1, 2, 5, 1)), 5, 5).Op().String())
}

// sumOf adds two results of the same number of elements.
func sumOf(f, g gradcheck.Func) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) {
		a, err := f(xs...)
		if err != nil {
			return nil, err
		}
		b, err := g(xs...)
		if err != nil {
			return nil, err
		}
		b, err = ops.Reshape(b, ops.TypeOf(a).Shape...)
		if err != nil {
			return nil, err
		}
		return gorgonia.Add(a, b)
	}
}

// drawnGradient draws the gradient of f with respect to an input of a shape.
func drawnGradient(t *testing.T, f gradcheck.Func, shape ...int) *gorgonia.Node {
	t.Helper()
	x := inputs([]*tensor.Dense{gradcheck.Random(1, shape...)})[0]
	y, err := f(x)
	require.NoError(t, err)
	dy := gradcheck.Input(x.Graph(), "dy", gradcheck.Random(2, ops.TypeOf(y).Shape...))
	grads, err := ops.Backprop(y, dy, x)
	require.NoError(t, err)
	return grads[0]
}

// A second derivative goes through: the gradients of what only moves elements
// are themselves operations with a gradient.
func TestMovesHaveSecondDerivatives(t *testing.T) {
	for name, f := range map[string]gradcheck.Func{
		"split and joined": rejoin,
		"every other":      slice(1, 1, 6, 2),
		"backwards":        slice(1, 5, -7, -2),
		"all, backwards":   slice(1, 5, -7, -1),
	} {
		t.Run(name, func(t *testing.T) {
			x := inputs([]*tensor.Dense{gradcheck.Random(1, 2, 6)})[0]
			y, err := f(x)
			require.NoError(t, err)
			dy := gradcheck.Input(x.Graph(), "dy", gradcheck.Random(2, ops.TypeOf(y).Shape...))
			dx, err := ops.Backprop(y, dy, x)
			require.NoError(t, err)
			back, err := ops.Backprop(dx[0], x, dy) // of x·dx/dy, which is y again
			require.NoError(t, err)
			values, err := gradcheck.Run(y, back[0])
			require.NoError(t, err)
			require.Equal(t, plain(t, values[0]), plain(t, values[1]))
		})
	}
}
