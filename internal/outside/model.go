// Package outside is a user's program, as far as Gaze can tell: it is of
// another module. Its tests read what Gaze says of mistakes made here.
package outside

import "github.com/gaze-ml/gaze/graph"

// Block is a part of the user's own: two products and a residual.
type Block struct{ Up, Down *graph.Node }

// NewBlock declares the block's weights with a size of up's wrong by one.
func NewBlock(s *graph.Scope, hidden int) *Block {
	return &Block{
		Up:   s.In("up").Param("weight", nil, 4*hidden, hidden),
		Down: s.In("down").Param("weight", nil, hidden, 4*hidden+1),
	}
}

// Forward keeps the shape of x [batch, seq, hidden].
func (b *Block) Forward(x *graph.Node) *graph.Node {
	h := x.Linear(b.Up, nil).GELU()
	return x.Add(h.Linear(b.Down, nil)) // the mistake shows here: line 21
}
