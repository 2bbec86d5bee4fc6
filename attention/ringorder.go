package attention

import "github.com/gaze-ml/gaze/graph"

// before are the slots of the n positions before At, and which of these positions
// exist, [batch, n].
func (c *RingCache) before(n int) (slots, there *graph.Node) {
	s := c.At.Graph().Scope()
	first := s.Whole(-n)
	positions := PositionsFrom(c.At.Add(first), n) // [batch, n]
	none := s.Whole(0)
	return remainder(positions.Maximum(none), n+1), positions.GreaterEqual(none)
}

// inOrder are the rows of x [batch, heads, size, d] in slots [batch, n], zeros where
// nothing is there: [batch, heads, n, d].
func inOrder(x, slots, there *graph.Node) *graph.Node {
	batch, heads, size, d := x.Dim(0), x.Dim(1), x.Dim(2), x.Dim(3)
	s := x.Graph().Scope()
	first := s.Range(batch*heads).Mul(s.Whole(size)).Reshape(batch, heads, 1)
	rows := first.Add(slots.Unsqueeze(1)) // [batch, heads, n]
	kept := x.Reshape(batch*heads*size, d).Gather(rows, 0)
	return there.Unsqueeze(1, 3).Where(kept, s.Number(0)) // [batch, heads, n, d]
}

// reordered are the states after rows have become those that they go on from. Of the
// positions that a next one may see, those from Same on are copied, which stand in at
// most two runs of slots.
func (c *RingCache) reordered() (keys, values *graph.Node) {
	keys, values = c.Keys.Value(), c.Values.Value()
	if c.From == nil {
		return keys, values
	}
	s, size := c.At.Graph().Scope(), keys.Dim(2)
	none := s.Whole(0)
	count := c.At
	if c.Same != nil {
		count = c.At.Sub(c.Same).Maximum(none)
	}
	count = count.Minimum(s.Whole(size - 1)) // [batch]
	start := remainder(c.At.Sub(count), size)
	stop := start.Add(count)
	first, second := stop.Minimum(s.Whole(size)), stop.Sub(s.Whole(size)).Maximum(none)
	for _, st := range []*graph.State{c.Keys, c.Values} {
		st.ReorderBetween(c.From, start, first, 2)
	}
	begin := none.Expand(c.At.Dim(0))
	return c.Keys.ReorderBetween(c.From, begin, second, 2), c.Values.ReorderBetween(c.From, begin, second, 2)
}

// remainder is x mod by of whole numbers, not negative and less than 2²⁴.
func remainder(x *graph.Node, by int) *graph.Node {
	return x.Sub(quotient(x, by).Mul(x.Graph().Scope().Whole(by)))
}
