package attention

import "github.com/gaze-ml/gaze/graph"

// LinearCache is what a Linear that decodes has seen: however long the text, two
// sums, features·(dv + 1) numbers a head. It begins as zeros. Each step sets it anew, so
// that rows that go on from others cost no more than a copy of these.
type LinearCache struct {
	Sums   *graph.State // Σ f(k)ᵀ·v, [batch, heads, features, dv]
	Totals *graph.State // Σ f(k), [batch, heads, 1, features]
	From   *graph.Node  // [batch]: the row that each goes on from, as beams do; nil: itself
	Seen   *graph.Node  // [batch, seq]: which new positions are no padding; nil: all
}

// NewLinearCache declares sums and totals.
func NewLinearCache(s *graph.Scope, batch, heads, features, dv int) *LinearCache {
	return &LinearCache{Sums: s.State("sums", batch, heads, features, dv), Totals: s.State("totals", batch, heads, 1, features)}
}

// Step is Causal for new positions, the prompt's or one at a time: q, k and v are
// [batch, heads, seq, …] (Katharopoulos et al. 2020, equations 16 to 20). Padding adds
// nothing to the cache, so that prompts of a batch may be of different lengths, and a
// row that has ended may rest. A drawing does so once.
func (a Linear) Step(q, k, v *graph.Node, c *LinearCache) *graph.Node {
	if !attends(q, k, v) {
		return q
	}
	sums, totals := c.Sums.Value(), c.Totals.Value()
	if c.From != nil {
		sums, totals = sums.Gather(c.From, 0), totals.Gather(c.From, 0)
	}
	q, k, v = a.features(q, k, v, c.Seen)
	if !sumsFit(q, k, v, [2]*graph.Node{sums, totals}) {
		return q
	}
	y, sums, totals := after(q, k, v, [2]*graph.Node{sums, totals}, stepChunk)
	c.Sums.Set(sums)
	c.Totals.Set(totals)
	return y
}

// stepChunk is how many positions of a prompt are a chunk.
const stepChunk = 64

// Next is Step with the sums so far as nodes; it answers with those after it.
func (a Linear) Next(q, k, v, sums, totals *graph.Node) (y, newSums, newTotals *graph.Node) {
	if !attends(q, k, v) {
		return q, sums, totals
	}
	q, k, v = a.features(q, k, v, nil)
	return after(q, k, v, [2]*graph.Node{sums, totals}, stepChunk)
}
