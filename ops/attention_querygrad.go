package ops

import (
	"github.com/gaze-ml/gaze/internal/kernel"
)

// queryGrad is where dq of a block of rows is summed up: where it belongs, if its
// rows lie evenly, or in a worker's memory.
type queryGrad[T kernel.Float] struct {
	rows kernel.Rows[T] // without data: dq is unwanted
	n    int
	sums []T // row i is at i·ld
	ld   int
	away bool
}

func (b *attendingBack[T]) queryGrad(s *attentionScratch[T], at attentionBlock) queryGrad[T] {
	if b.dq.data == nil {
		return queryGrad[T]{}
	}
	g := queryGrad[T]{rows: b.dq.rows(at), n: at.rows}
	if step, even := g.rows.Step(at.rows); even {
		g.sums, g.ld = g.rows.Data[g.rows.At(0):], step
	} else {
		g.sums, g.ld, g.away = s.sums, s.sumRow, true
	}
	return g
}

// fetch fetches sums that others are to be added to.
func (g *queryGrad[T]) fetch() {
	for i := 0; g.away && i < g.n; i++ {
		copy(g.sums[i*g.ld:][:g.ld], g.rows.Row(i))
	}
}

// store puts sums where they belong.
func (g *queryGrad[T]) store() {
	for i := 0; g.away && i < g.n; i++ {
		copy(g.rows.Row(i), g.sums[i*g.ld:])
	}
}

// clear is for rows that see nothing.
func (g *queryGrad[T]) clear() {
	for i := range g.n {
		clear(g.rows.Row(i))
	}
}
