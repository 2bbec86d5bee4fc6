package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
)

// Embedding is the rows of table [vocab, hidden] that ids names: ids is
// tensor.Int of any shape, the result [..., hidden]. The row padding gets no
// gradient; -1 means none is left out. An id outside 0 to vocab-1 fails the run,
// and the error says where it is. The gradient of the table is dense, and summed
// in the order of ids.
func Embedding(table, ids *gorgonia.Node, padding int) (*gorgonia.Node, error) {
	return resolved("embedding", func(in []Type) (Type, Def, error) {
		if err := checkEmbedding(in[0], in[1], padding); err != nil {
			return Type{}, Def{}, fmt.Errorf("%s: %w", describe([]string{"table", "ids"}, in), err)
		}
		g := gridOf(in[0].Shape, 0)
		return in[0].With(splice(in[0].Shape, 0, 1, in[1].Shape...)...), Def{
			Forward: func(c *Call) func() {
				return bounded(c, "ids", c.In[1], 0, g.length-1, g.gather(c, c.Out, c.In[0], c.In[1].Int))
			},
			Backward: func(c *Call) func() {
				sum := inOrder(fillWith(c, c.Grad[0], 0), g.add(c, c.Grad[0], c.Dy, c.In[1].Int, padding))
				return bounded(c, "ids", c.In[1], 0, g.length-1, sum)
			},
			Reads:  Reads{In: []int{1}},
			embeds: &rowsOf{g, padding},
		}, nil
	}, table, ids)
}

func checkEmbedding(table, ids Type, padding int) error {
	if err := wantInt("ids", ids); err != nil {
		return err
	}
	if table.Rank() != 2 {
		return fmt.Errorf("want a table [vocab, hidden]")
	}
	if padding < -1 || padding >= table.Shape[0] {
		return fmt.Errorf("padding %d: want -1 for none, or 0 to %d", padding, table.Shape[0]-1)
	}
	return nil
}
