package ops

import (
	"github.com/gaze-ml/gaze/internal/kernel"
)

// keys are the keys of the pair that row belongs to.
func (a *attending[T]) keys(row int) []T { return a.k[row/a.shared()*a.key*a.d:] }

// values are the values likewise.
func (a *attending[T]) values(row int) []T { return a.v[row/a.shared()*a.key*a.width:] }

// keyGrad is the gradient of k or v, to which many rows add. Where the rows of
// one pair are worked on in several chunks each chunk has a copy of its own, so
// that nobody waits, and the copies are added in order: the bits do not depend
// on who was first. There are few copies: at most tasks + pairs of them in all.
type keyGrad[T kernel.Float] struct {
	grad   []T // nil: unwanted
	copies []T // chunks of them; with one chunk grad itself
}

func keyGradOf[T kernel.Float](grad []T, chunks int) keyGrad[T] {
	g := keyGrad[T]{grad, grad}
	if grad != nil && chunks > 1 {
		g.copies = make([]T, chunks*len(grad))
	}
	return g
}

// of is a chunk's copy of what belongs to a pair, one of pairs.
func (g keyGrad[T]) of(chunk, pair, pairs int) []T {
	if g.grad == nil {
		return nil
	}
	n := len(g.grad) / pairs
	at := chunk*len(g.grad) + pair*n
	return g.copies[at : at+n]
}

// add adds up the copies.
func (g keyGrad[T]) add(c *Call) func() {
	if len(g.copies) == len(g.grad) {
		return nothing
	}
	return c.For(len(g.grad), pointGrain, func(lo, hi int) {
		sum := g.grad[lo:hi]
		copy(sum, g.copies[lo:hi])
		for at := len(g.grad); at < len(g.copies); at += len(g.grad) {
			kernel.Add(sum, sum, g.copies[at+lo:at+hi])
		}
	})
}
