package ops

import (
	"github.com/gaze-ml/gaze/internal/kernel"
)

// chunks is the number of pieces that the blocks of a pair are cut into for a
// gradient: blocks i, i + chunks, and so on are one.
func (s *attentionSizes) chunks() int {
	return min(s.blocks(), (tasks+s.pairs()-1)/s.pairs())
}

// keyGrad is the gradient of k or v, to which many rows add. Where the rows of
// one pair are worked on in several chunks each chunk has a copy of its own, so
// that nobody waits, and the copies are added in order: the bits do not depend
// on who was first. There are few copies: at most tasks + pairs of them in all.
type keyGrad[T kernel.Float] struct {
	grad   headed[T] // without data: unwanted
	copies []T       // chunks of them; with one chunk the gradient itself
}

func (a attention) scratch(in []Type) []Type {
	s := a.sizes(in)
	if s.chunks() == 1 {
		return nil
	}
	var copies []Type
	for _, t := range in[1 : 2+min(a.valueAt, 1)] {
		copies = append(copies, t.With(s.chunks()*t.Size()))
	}
	return copies
}

// keyGradOf is the gradient of operand i of c.
func keyGradOf[T kernel.Float](c *Call, i, kvHeads int) keyGrad[T] {
	if !c.Grad[i].Exists() {
		return keyGrad[T]{}
	}
	g := keyGrad[T]{grad: headedOf[T](c.Grad[i], kvHeads)}
	g.copies = g.grad.data
	if len(c.Scratch) > 0 {
		g.copies = floats[T](c.Scratch[i-1])
	}
	return g
}

func (g *keyGrad[T]) wanted() bool { return g.grad.data != nil }

// of is a chunk's copy.
func (g *keyGrad[T]) of(chunk int) headed[T] {
	h := g.grad
	if g.wanted() {
		h.data = g.copies[chunk*len(h.data):][:len(h.data)]
	}
	return h
}

// clear sets the rows of a key head to 0.
func (h *headed[T]) clear(batch, head, keys int) {
	if h.data == nil {
		return
	}
	rows := h.from(batch, head, 0)
	for j := range keys {
		clear(rows.Row(j))
	}
}

// add adds up the copies.
func (g *keyGrad[T]) add(c *Call) func() {
	grad := g.grad.data
	if len(g.copies) == len(grad) {
		return nothing
	}
	return c.For(len(grad), pointGrain, func(lo, hi int) {
		sum := grad[lo:hi]
		copy(sum, g.copies[lo:hi])
		for at := len(grad); at < len(g.copies); at += len(grad) {
			kernel.Add(sum, sum, g.copies[at+lo:at+hi])
		}
	})
}
