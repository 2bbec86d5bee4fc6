package attention

import "github.com/gaze-ml/gaze/graph"

// LinearCache is what a Linear that decodes has seen: however long the text, two
// sums. It begins as zeros.
type LinearCache struct {
	Sums   *graph.State // Σ f(k)ᵀ·v, [batch, heads, features, dv]
	Totals *graph.State // Σ f(k), [batch, heads, 1, features]
}

// NewLinearCache declares sums and totals.
func NewLinearCache(s *graph.Scope, batch, heads, features, dv int) *LinearCache {
	return &LinearCache{s.State("sums", batch, heads, features, dv), s.State("totals", batch, heads, 1, features)}
}

// Step is Causal for one new position: q, k and v are [batch, heads, 1, …] (ibid.,
// equations 16 to 20). A drawing does so once.
func (a Linear) Step(q, k, v *graph.Node, c *LinearCache) *graph.Node {
	sums, totals := c.Sums.Value(), c.Totals.Value()
	y, sums, totals := a.Next(q, k, v, sums, totals)
	c.Sums.Set(sums)
	c.Totals.Set(totals)
	return y
}

// Next is Step with the sums so far as nodes; it answers with those after it.
func (a Linear) Next(q, k, v, sums, totals *graph.Node) (y, newSums, newTotals *graph.Node) {
	q, k, v = a.features(q, k, v, nil)
	newSums, newTotals = sums.Add(k.TMatMul(v)), totals.Add(k)
	return ratio(q.MatMul(newSums), q.MatMulT(newTotals)), newSums, newTotals
}
