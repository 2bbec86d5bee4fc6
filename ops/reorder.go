package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Reorder is state with its entries along axis 0 replaced by those that rows
// names: entry i becomes entry rows[i], as beam search wants of its caches. rows
// is tensor.Int [n], n the length of axis 0; one row may come several times, and
// one outside 0 to n-1 fails the run and leaves the state as it was. In our
// machine the state is changed in place. There is no gradient.
func Reorder(state, rows *gorgonia.Node) (*gorgonia.Node, error) {
	return resolved("reorder", func(in []Type) (Type, Def, error) {
		if err := checkReorder(in[0], in[1]); err != nil {
			return Type{}, Def{}, fmt.Errorf("%s: %w", describe([]string{"state", "rows"}, in), err)
		}
		return in[0], Def{Forward: reorder, Updates: true}, nil
	}, state, rows)
}

func checkReorder(state, rows Type) error {
	if err := wantInt("rows", rows); err != nil {
		return err
	}
	if state.Rank() == 0 {
		return fmt.Errorf("state: want at least one axis")
	}
	if rows.Rank() != 1 || rows.Shape[0] != state.Shape[0] {
		return fmt.Errorf("rows: want [%d], one for each entry of axis 0", state.Shape[0])
	}
	return nil
}

func reorder(c *Call) func() {
	state, rows := c.In[0], c.In[1]
	g := gridOf(state.Shape, 0)
	move := g.gather
	if sameMemory(c.Out, state) {
		move = g.permute
	}
	return bounded(c, "rows", rows, 0, g.length-1, move(c, c.Out, state, rows.Int))
}

// permute is gather where y is x.
func (g rowGrid) permute(c *Call, y, _ Array, rows []int) func() {
	switch y.Dtype {
	case tensor.Float64:
		return bindPermute(c, y.F64, rows, g.inner)
	case tensor.Int:
		return bindPermute(c, y.Int, rows, g.inner)
	case tensor.Bool:
		return bindPermute(c, y.Bool, rows, g.inner)
	}
	return bindPermute(c, y.F32, rows, g.inner)
}

func bindPermute[T kernel.Element](c *Call, x []T, rows []int, inner int) func() {
	columns := max(columnGrain, copyGrain/len(rows))
	return c.each(inner, columns, func(w *kernel.Worker, lo, hi int) {
		kernel.PermuteRows(x, rows, kernel.Scratch[T](w, len(rows)*(hi-lo)), inner, lo, hi)
	})
}
