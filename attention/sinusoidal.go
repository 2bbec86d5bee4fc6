package attention

import (
	"math"

	"github.com/gaze-ml/gaze/graph"
)

// Sinusoidal adds sines and cosines of the position p (Vaswani et al. 2017,
// §3.5):
//
//	element 2i:   sin(p/10000^(2i/hidden))
//	element 2i+1: cos(p/10000^(2i/hidden))
type Sinusoidal struct {
	Table *graph.Node // [longest, hidden]
}

// NewSinusoidal computes the table; there is nothing to learn.
func NewSinusoidal(s *graph.Scope, longest, hidden int) *Sinusoidal {
	table := make([]float64, max(longest*hidden, 0))
	for i := range table {
		p, j := float64(i/hidden), i%hidden
		sin, cos := math.Sincos(p / math.Pow(10000, float64(j-j%2)/float64(hidden)))
		table[i] = sin
		if j%2 == 1 {
			table[i] = cos
		}
	}
	return &Sinusoidal{s.Table(table, longest, hidden)}
}

// Forward keeps the shape of x [batch, seq, hidden].
func (p *Sinusoidal) Forward(x, positions *graph.Node) *graph.Node {
	return addRows(x, p.Table, positions, "the sinusoidal table")
}
