package blas

import (
	"sync"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// call is a product under way, bound once and used again, so that a product
// allocates nothing.
type call struct {
	kernel.Product[float32]
	body kernel.Body
}

var calls = sync.Pool{New: func() any {
	c := new(call)
	c.body = func(w *kernel.Worker, lo, hi int) {
		for t := lo; t < hi; t++ {
			c.Tile(w, t)
		}
	}
	return c
}}

// pieceWork is how many multiplications are worth another worker.
const pieceWork = 1 << 18

// compute shares the tiles of p among the workers of this process.
func compute(p kernel.Product[float32]) {
	c := calls.Get().(*call)
	c.Product = p
	tiles := c.Tiles()
	kernel.Default().For(tiles, max(1, pieceWork*tiles/(p.M*p.N*p.K)), c.body)
	c.Product = kernel.Product[float32]{} // holds no matrix of the caller's
	calls.Put(c)
}
