package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// ReorderBetween is Reorder that copies only what it must: along axis, entry i of
// axis 0 takes positions start[i] to stop[i] (but stop[i]) from entry rows[i] and
// keeps the others. Of caches in a beam search, stop is how many positions are
// filled, start how many first ones two rows have in common anyway. rows, start and
// stop are tensor.Int [n], n the length of axis 0; a stop not above its start copies
// nothing, and what is outside the state fails the run and leaves it as it was. In our
// machine the state is changed in place. There is no gradient.
func ReorderBetween(state, rows, start, stop *gorgonia.Node, axis int) (*gorgonia.Node, error) {
	return resolved("reorder between", func(in []Type) (Type, Def, error) {
		a, err := checkReorderBetween(in, axis)
		if err != nil {
			return Type{}, Def{}, fmt.Errorf("%s: %w", describe([]string{"state", "rows", "start", "stop"}, in), err)
		}
		return in[0], Def{Forward: func(c *Call) func() { return reorderBetween(c, a) }, Updates: true}, nil
	}, state, rows, start, stop)
}

func checkReorderBetween(in []Type, axis int) (int, error) {
	if err := checkReorder(in[0], in[1]); err != nil {
		return 0, err
	}
	for i, name := range []string{"start", "stop"} {
		if err := wantInt(name, in[2+i]); err != nil {
			return 0, err
		}
		if !equalShapes(in[2+i].Shape, in[1].Shape) {
			return 0, fmt.Errorf("%s: want [%d], one for each entry of axis 0", name, in[0].Shape[0])
		}
	}
	a, err := axisOf(axis, in[0].Rank())
	if err == nil && a == 0 {
		err = fmt.Errorf("axis 0 is that of the entries: want another")
	}
	return a, err
}

func reorderBetween(c *Call, axis int) func() {
	state, rows, start, stop := c.In[0], c.In[1], c.In[2], c.In[3]
	n, length := state.Shape[0], state.Shape[axis]
	run := inOrder(copyAll(c, c.Out, state), moveWindows(c, windowed{rows.Int, start.Int, stop.Int}, axis))
	return bounded(c, "rows", rows, 0, n-1, bounded(c, "start", start, 0, length, bounded(c, "stop", stop, 0, length, run)))
}

func moveWindows(c *Call, w windowed, axis int) func() {
	switch c.Out.Dtype {
	case tensor.Float64:
		return bindWindowed(c, c.Out.F64, w, axis)
	case tensor.Int:
		return bindWindowed(c, c.Out.Int, w, axis)
	case tensor.Bool:
		return bindWindowed(c, c.Out.Bool, w, axis)
	}
	return bindWindowed(c, c.Out.F32, w, axis)
}

// windowed says where the positions start to stop of each entry come from.
type windowed struct{ rows, start, stop []int }

// of is entry i's, in elements; none if it keeps what it has.
func (w windowed) of(i, inner int) (lo, hi int) {
	if w.rows[i] == i {
		return 0, 0
	}
	return w.start[i] * inner, max(w.start[i], w.stop[i]) * inner
}

// bindWindowed binds the copies within x. An entry of axis 0 is blocks of length
// elements, each of which takes from the same of another entry.
func bindWindowed[T kernel.Element](c *Call, x []T, w windowed, axis int) func() {
	all, inner := around(c.Out.Shape, axis)
	blocks, length := all/len(w.rows), c.Out.Shape[axis]*inner
	return c.each(blocks, max(1, copyGrain/max(len(x)/max(blocks, 1), 1)), func(worker *kernel.Worker, lo, hi int) {
		spare := kernel.Scratch[T](worker, len(w.rows)*length)
		for b := lo; b < hi; b++ {
			moveBlock(x[b*length:], spare, w, inner, blocks*length)
		}
	})
}

// moveBlock moves one block of each entry, which are stride elements apart. What will
// be overwritten itself is put aside first.
func moveBlock[T any](x, spare []T, w windowed, inner, stride int) {
	at := 0
	for i, r := range w.rows {
		if lo, hi := w.of(i, inner); w.rows[r] != r {
			at += copy(spare[at:], x[r*stride+lo:r*stride+hi])
		}
	}
	at = 0
	for i, r := range w.rows {
		lo, hi := w.of(i, inner)
		if w.rows[r] == r {
			copy(x[i*stride+lo:i*stride+hi], x[r*stride+lo:r*stride+hi])
		} else {
			at += copy(x[i*stride+lo:i*stride+hi], spare[at:])
		}
	}
}
