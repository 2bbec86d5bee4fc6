package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Append writes x into state along an axis, from position at on, and is the
// whole state after that. at is known only when running: tensor.Int, a scalar,
// or [batch] with one position for each entry of axis 0. x has the state's shape
// but for the axis. In our machine the state is changed in place and only x is
// copied; elsewhere the result is a changed copy. What does not fit fails the
// run and leaves the state as it was. There is no gradient.
func Append(state, x, at *gorgonia.Node, axis int) (*gorgonia.Node, error) {
	return resolved("append", func(in []Type) (Type, Def, error) {
		a, err := checkAppend(in, axis)
		if err != nil {
			return Type{}, Def{}, fmt.Errorf("%s: %w", describe([]string{"state", "x", "at"}, in), err)
		}
		return in[0], Def{Forward: func(c *Call) func() { return appendAt(c, a) }, Updates: true}, nil
	}, state, x, at)
}

func checkAppend(in []Type, axis int) (int, error) {
	a, err := appendAxis(in, axis)
	if err == nil && in[1].Shape[a] > in[0].Shape[a] {
		err = fmt.Errorf("%d positions: state holds %d", in[1].Shape[a], in[0].Shape[a])
	}
	return a, err
}

// appendAxis is the axis along which x fits into state, if at says where.
func appendAxis(in []Type, axis int) (int, error) {
	state, x, at := in[0], in[1], in[2]
	if err := wantInt("at", at); err != nil {
		return 0, err
	}
	a, err := axisOf(axis, state.Rank())
	if err != nil {
		return 0, err
	}
	if x.Dtype != state.Dtype || x.Rank() != state.Rank() || !equalShapes(without(x.Shape, a), without(state.Shape, a)) {
		return 0, fmt.Errorf("x: want the state's dtype, and its shape but for axis %d", a)
	}
	if at.Rank() > 0 && (at.Rank() > 1 || a == 0 || at.Shape[0] != state.Shape[0]) {
		return 0, fmt.Errorf("at: want a scalar, or one for each entry of axis 0 if x is appended along another")
	}
	return a, nil
}

// appendAt binds the check of at and the copies.
func appendAt(c *Call, axis int) func() {
	state, x, at := c.In[0], c.In[1], c.In[2]
	holds, count := state.Shape[axis], x.Shape[axis]
	prepare := copyAll(c, c.Out, state)
	if overlap(x, c.Out) { // x is a view of the state
		own := NewArray(x.Type)
		prepare = inOrder(prepare, copyAll(c, own, x))
		x = own
	}
	write := writeWindows(c, x, at.Int, axis)
	return func() {
		if i := kernel.FirstOutside(at.Int, 0, holds-count); i >= 0 {
			c.Fail(fmt.Errorf("append at%s %d of %d positions: state holds %d", placeOf(i, at.Shape), at.Int[i], count, holds))
			return
		}
		prepare()
		write()
	}
}

func writeWindows(c *Call, x Array, at []int, axis int) func() {
	switch x.Dtype {
	case tensor.Float64:
		return bindWindows(c, c.Out.F64, x.F64, at, axis)
	case tensor.Int:
		return bindWindows(c, c.Out.Int, x.Int, at, axis)
	case tensor.Bool:
		return bindWindows(c, c.Out.Bool, x.Bool, at, axis)
	}
	return bindWindows(c, c.Out.F32, x.F32, at, axis)
}

// bindWindows binds the copies of x's blocks, one for each index of the axes
// before axis, into those of z. The entries of axis 0 share at evenly.
func bindWindows[T kernel.Element](c *Call, z, x []T, at []int, axis int) func() {
	blocks, inner := around(c.Out.Shape, axis)
	n, each := len(x)/blocks, blocks/len(at)
	return c.For(blocks, max(1, copyGrain/n), func(lo, hi int) {
		for b := lo; b < hi; b++ {
			copy(z[b*(len(z)/blocks)+at[b/each]*inner:][:n], x[b*n:])
		}
	})
}

func overlap(a, b Array) bool {
	return kernel.Overlap(a.F32, b.F32) || kernel.Overlap(a.F64, b.F64) || kernel.Overlap(a.Int, b.Int) || kernel.Overlap(a.Bool, b.Bool)
}
