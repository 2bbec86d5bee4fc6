package attention

import "github.com/gaze-ml/gaze/graph"

// Position mixes into the rows of x, along its axis seq, where they stand.
type Position interface {
	// Forward keeps the shape of x. positions, whole numbers, is [seq] or
	// [batch, seq]; nil means 0, 1, 2 …
	Forward(x, positions *graph.Node) *graph.Node
}

// PositionsFrom is at, at + 1, … of seq positions: [batch, seq] for at [batch].
func PositionsFrom(at *graph.Node, seq int) *graph.Node {
	return at.Unsqueeze(-1).Add(at.Graph().Scope().Range(seq)) // [batch, seq]
}

// Placed is a Position whose positions are given beforehand: of a batch padded
// on the left, say, or of several texts in one row.
type Placed struct {
	Position  Position
	Positions *graph.Node // [seq] or [batch, seq]
}

// Forward keeps the shape of x. It does not look at positions.
func (p Placed) Forward(x, _ *graph.Node) *graph.Node { return p.Position.Forward(x, p.Positions) }

// rowwise is a Position that can do without an axis for heads, so that nothing has
// to change places in memory.
type rowwise interface {
	// beside keeps the shape of x [batch, seq, heads·d]; otherwise it is Forward.
	beside(x, positions *graph.Node, heads int) *graph.Node
}

func (p Placed) beside(x, _ *graph.Node, heads int) *graph.Node {
	if r, ok := p.Position.(rowwise); ok {
		return r.beside(x, p.Positions, heads)
	}
	return merge(p.Position.Forward(split(x, heads), p.Positions)) // [batch, seq, heads·d]
}

// addRows is x [batch, seq, hidden] + table [longest, hidden] at positions; name
// is the table's, for errors.
func addRows(x, table, positions *graph.Node, name string) *graph.Node {
	if positions != nil {
		return x.Add(table.Embedding(positions, -1)) // [batch, seq, hidden]
	}
	seq, longest := x.Dim(1), table.Dim(0)
	if seq > longest {
		x.Graph().Scope().Errorf("%s: %d positions: %s has %d", x, seq, name, longest)
	}
	return x.Add(table.Slice(0, 0, seq)) // [batch, seq, hidden]
}
