package ops

import (
	"math"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// crfBackward runs the forward algorithm again rather than keep what it had. The
// gradients of transitions, start and end are made for each sequence apart, and
// added in order.
func crfBackward[T kernel.Float](c *Call) func() {
	g := &chainGrads[T]{chain: newChain[T](c, 5), dy: floats[T](c.Dy), parts: c.Scratch[0].F64}
	g.tags, g.transfer = c.In[4].Int, newTransfer(g.transitions, g.k)
	g.grad = floats[T](c.Grad[0])
	run := c.each(g.batch, g.grain(), func(w *kernel.Worker, lo, hi int) {
		scratch := kernel.Scratch[float64](w, (g.seq+3)*g.k)
		for b := lo; b < hi; b++ {
			g.sequence(b, scratch)
		}
	})
	k := g.k
	sums := inOrder(
		g.sum(floats[T](c.Grad[1]), 0),
		g.sum(floats[T](c.Grad[2]), k*k),
		g.sum(floats[T](c.Grad[3]), k*k+k),
	)
	return func() {
		if g.check(c) {
			g.transfer.prepare()
			run()
			sums()
		}
	}
}

type chainGrads[T kernel.Float] struct {
	*chain[T]
	dy    []T
	grad  []T       // the gradient of emissions; nil if nobody wants it
	parts []float64 // [batch, k·k + 2·k]: of transitions, start and end
}

// sequence is the backward algorithm over sequence b. With beta the logarithm of
// the sum over the ends of paths that follow a tag, a token has a tag with
// probability e^(alpha + beta − z), and two have theirs likewise.
func (g *chainGrads[T]) sequence(b int, scratch []float64) {
	k, dy := g.k, float64(g.dy[b])
	beta, later, sums, alpha := scratch[:k], scratch[k:2*k], scratch[2*k:3*k], scratch[3*k:]
	part := g.parts[b*(k*k+2*k) : (b+1)*(k*k+2*k)]
	clear(part)
	if g.grad != nil {
		clear(g.grad[b*g.seq*k : (b+1)*g.seq*k])
	}
	z, n := g.alphas(b, alpha, sums)
	after := -1 // the token after t
	for t := g.before(b, g.seq); t >= 0; t = g.before(b, t) {
		n--
		row := alpha[n*k : (n+1)*k]
		if after < 0 {
			for j := range beta {
				beta[j] = float64(g.end[j])
			}
			g.token(part[k*k+k:], row, beta, z, dy, g.tags[b*g.seq+t])
		} else {
			g.transfer.backward(later, part, row, beta, sums, z, dy)
			part[g.tags[b*g.seq+t]*k+g.tags[b*g.seq+after]] -= dy
			beta, later = later, beta
		}
		if n == 0 {
			g.token(part[k*k:k*k+k], row, beta, z, dy, g.tags[b*g.seq+t])
		}
		for j, e := range g.row(b, t) {
			if g.grad != nil {
				d := dy * math.Exp(row[j]+beta[j]-z)
				if j == g.tags[b*g.seq+t] {
					d -= dy
				}
				g.grad[(b*g.seq+t)*k+j] = T(d)
			}
			beta[j] += float64(e) // for the token before
		}
		after = t
	}
}

// before is the last token of the chain before t, −1 if there is none.
func (g *chainGrads[T]) before(b, t int) int {
	for t--; t >= 0 && g.mask != nil && !g.mask[b*g.seq+t]; t-- {
	}
	return t
}

// token adds dy times the probabilities of a token's tags, less what is there.
func (g *chainGrads[T]) token(into, alpha, beta []float64, z, dy float64, tag int) {
	for j := range beta {
		into[j] += dy * math.Exp(alpha[j]+beta[j]-z)
	}
	into[tag] -= dy
}

// sum adds the sequences' parts from an element on.
func (g *chainGrads[T]) sum(into []T, from int) func() {
	stride := g.k*g.k + 2*g.k
	return func() {
		for i := range into {
			total := 0.0
			for b := range g.batch {
				total += g.parts[b*stride+from+i]
			}
			into[i] = T(total)
		}
	}
}
