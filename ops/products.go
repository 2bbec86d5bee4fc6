package ops

import (
	"github.com/gaze-ml/gaze/internal/kernel"
)

// products is a batch of matrix products of one form, or of sums of them:
//
//	C[o] = Σ_s A[terms[o·sum+s].a:]·B[terms[o·sum+s].b:]   0 ≤ s < sum
//
// where C[o] is the o-th matrix of C, and A, B and C of the form are the memory
// of all of them. A sum is taken in order, tile by tile, by one worker a tile.
type products[T kernel.Float] struct {
	kernel.Product[T]
	terms []term
	sum   int
}

// term says where the two matrices of a product begin.
type term struct{ a, b int }

// single is a batch of one.
func single[T kernel.Float](p kernel.Product[T]) *products[T] {
	return &products[T]{Product: p, terms: make([]term, 1), sum: 1}
}

// size is the number of tiles of all matrices.
func (p *products[T]) size() int { return len(p.terms) / p.sum * p.Tiles() }

// work is the number of multiplications in size tiles.
func (p *products[T]) work() int { return p.M * p.N * p.K * len(p.terms) }

// tile computes the i-th tile.
func (p *products[T]) tile(w *kernel.Worker, i int) {
	q, tiles := p.Product, p.Tiles()
	o := i / tiles
	q.C = p.C[o*p.M*p.N:]
	for _, t := range p.terms[o*p.sum : (o+1)*p.sum] {
		q.A, q.B = p.A[t.a:], p.B[t.b:]
		q.Tile(w, i%tiles)
		q.Beta = 1
	}
}

// productGrain is how many multiplications are worth another worker.
const productGrain = 1 << 18

// multiply binds all products of ps, as one job, before which may come another
// that packs operands.
func multiply[T kernel.Float](c *Call, ps ...*products[T]) func() {
	return inOrder(packFirst(c, ps), multiplyTiles(c, ps))
}

// packFirst packs B of the products to which that is worth it.
func packFirst[T kernel.Float](c *Call, ps []*products[T]) func() {
	f := new(kernel.First)
	for _, p := range ps {
		if q, ok := any(&p.Product).(*kernel.Product[float32]); ok && len(p.terms) == 1 {
			f.Add(&c.Env.room, q)
		}
	}
	if f.Pieces() == 0 {
		return nothing
	}
	run := c.each(f.Pieces(), 1, func(w *kernel.Worker, lo, hi int) {
		for i := lo; i < hi; i++ {
			f.Piece(w, i)
		}
	})
	return inOrder(f.Begin, run)
}

func multiplyTiles[T kernel.Float](c *Call, ps []*products[T]) func() {
	tiles, work := 0, 0
	for _, p := range ps {
		tiles, work = tiles+p.size(), work+p.work()
	}
	if tiles == 0 {
		return nothing
	}
	grain := max(1, productGrain/max(1, work/tiles))
	return c.each(tiles, grain, func(w *kernel.Worker, lo, hi int) {
		for _, p := range ps {
			n := p.size()
			for i := max(lo, 0); i < min(hi, n); i++ {
				p.tile(w, i)
			}
			lo, hi = lo-n, hi-n
		}
	})
}
