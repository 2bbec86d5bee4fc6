package ops

import (
	"github.com/gaze-ml/gaze/internal/kernel"
)

// chunks is the number of pieces that the blocks of a pair are cut into for a
// gradient: blocks i, i + chunks, and so on are one.
func (s *attentionSizes) chunks() int {
	return min(s.blocks(), (2*tasks+s.pairs()-1)/s.pairs(), max(s.shared()/chunkRows, 1))
}

// chunkRows is how many rows a chunk has at least, as adding up costs time too.
const chunkRows = 256

// keyGrad is the gradient of k or v, to which many rows add. Where the rows of
// one pair are worked on in several chunks each but the first has a copy of its own,
// so that nobody waits, and the copies are added in order: the bits do not depend
// on who was first. There are few copies: at most 2·tasks of them in all.
type keyGrad[T kernel.Float] struct {
	grad    headed[T] // without data: unwanted
	kvHeads int
	copies  []T // chunks - 1 of them
}

func (a attention) scratch(in []Type) []Type {
	s := a.sizes(in)
	if s.chunks() == 1 {
		return nil
	}
	var copies []Type
	for _, t := range in[1 : 2+min(a.valueAt, 1)] {
		copies = append(copies, t.With((s.chunks()-1)*t.Size()))
	}
	return copies
}

// keyGradOf is the gradient of operand i of c.
func keyGradOf[T kernel.Float](c *Call, i, kvHeads int) keyGrad[T] {
	if !c.Grad[i].Exists() {
		return keyGrad[T]{}
	}
	g := keyGrad[T]{grad: headedOf[T](c.Grad[i], kvHeads), kvHeads: kvHeads}
	if len(c.Scratch) > 0 {
		g.copies = floats[T](c.Scratch[i-1])
	}
	return g
}

func (g *keyGrad[T]) wanted() bool { return g.grad.data != nil }

// of is a chunk's copy of a pair.
func (g *keyGrad[T]) of(chunk, pair int) keySum[T] {
	if !g.wanted() {
		return keySum[T]{}
	}
	h := g.grad
	if chunk > 0 {
		h.data = g.copies[(chunk-1)*len(h.data):][:len(h.data)]
	}
	return keySum[T]{rows: h.from(pair/g.kvHeads, pair%g.kvHeads, 0)}
}

// keySum is the gradient of the keys, or values, of one head: those before known have
// sums, the others nothing yet.
type keySum[T kernel.Float] struct {
	rows  kernel.Rows[T] // without data: unwanted
	known int
}

// scatter adds what a block of weights or gradients says of keys from one on.
func (k *keySum[T]) scatter(w *kernel.Worker, p *kernel.Attend[T], rows *kernel.Rows[T], from int, alpha T) {
	if k.rows.Data == nil {
		return
	}
	add := k.ready(from, from+p.Most())
	k.rows.First = from
	p.Scatter(w, &k.rows, rows, alpha, add)
}

// ready says whether keys from one to another have sums to add to. If not, they need
// none, and all before them have.
func (k *keySum[T]) ready(from, to int) bool {
	fresh := from >= k.known
	last := to
	if fresh {
		last = from
	}
	k.rows.First = 0
	for j := k.known; j < last && k.rows.Data != nil; j++ {
		clear(k.rows.Row(j))
	}
	k.known = max(k.known, to)
	return !fresh
}

// addCopies adds up the copies of both.
func (b *attendingBack[T]) addCopies() func() {
	n := max(b.dk.added(), b.dv.added())
	if n == 0 {
		return nothing
	}
	return b.call.For(n, pointGrain, func(lo, hi int) {
		b.dk.add(lo, hi)
		b.dv.add(lo, hi)
	})
}

// added is how many elements there are copies of.
func (g *keyGrad[T]) added() int {
	if len(g.copies) == 0 {
		return 0
	}
	return len(g.grad.data)
}

// add adds up elements of the copies.
func (g *keyGrad[T]) add(lo, hi int) {
	n := g.added()
	lo, hi = min(lo, n), min(hi, n)
	for at := 0; lo < hi && at < len(g.copies); at += n {
		sum := g.grad.data[lo:hi]
		kernel.Add(sum, sum, g.copies[at+lo:at+hi])
	}
}
