package attention

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// Coverage is Additive that remembers what was attended to already (See et al. 2017,
// equations 10 and 11): the score of query t and key i is
//
//	vᵀ·tanh(Wq·q_t + Wk·k_i + w·c_t[i] + b),   c_t = Σ weights of the queries before t
//
// so that a summary need not say the same twice. Queries come one after another.
type Coverage struct {
	Additive *Additive
	Weight   *graph.Node // w, [units]
}

// NewCoverage declares the weights for queries of d and keys of keySize elements.
func NewCoverage(s *graph.Scope, d, keySize, units int) *Coverage {
	return &Coverage{NewAdditive(s, d, keySize, units), s.Param("weight", weights.Normal(root(units)), units)}
}

// Weights lets each of the queries q [batch, heads, query, d] weigh k [batch,
// kvHeads, key, …] in its turn: [batch, heads, query, key]. covered is the same of
// what was covered before each query.
func (c *Coverage) Weights(q, k, mask *graph.Node) (w, covered *graph.Node) {
	sum := q.Graph().Scope().Number(0).Expand(q.Dim(0), q.Dim(1), 1, k.Dim(2))
	w, covered, _ = c.After(q, k, mask, sum)
	return w, covered
}

// After is Weights of queries that come after others, as a decoder's do whose next
// query is made of what the one before found: sum [batch, heads, 1, key] is what those
// have covered, zeros at the beginning. It answers with the sum after these, too.
func (c *Coverage) After(q, k, mask, sum *graph.Node) (w, covered, next *graph.Node) {
	if mask != nil && mask.Rank() > 1 && mask.Dim(-2) != 1 && mask.Dim(-2) != q.Dim(2) {
		mask.Graph().Scope().Errorf("mask %s: want [batch, heads, query, key] or what broadcasts to it, of %d queries", mask, q.Dim(2))
		return q, q, sum
	}
	keys := share(c.Additive.Key.Forward(k), q.Dim(1)) // [batch, heads, key, units]
	queries := c.Additive.Query.Forward(q)             // [batch, heads, query, units]
	var all, before []*graph.Node
	for t := range q.Dim(2) {
		scores := c.score(queries.Slice(2, t, t+1), keys, sum)
		now := hide(scores, row(mask, t)).Softmax(-1) // [batch, heads, 1, key]
		all, before = append(all, now), append(before, sum)
		sum = sum.Add(now)
	}
	return graph.Concat(2, all...), graph.Concat(2, before...), sum
}

// score is that of one query [batch, heads, 1, units] that finds covered [batch,
// heads, 1, key].
func (c *Coverage) score(query, keys, covered *graph.Node) *graph.Node {
	both := query.Add(keys).Add(covered.Squeeze(2).Unsqueeze(3).Mul(c.Weight)) // [batch, heads, key, units]
	return c.Additive.Value.Forward(both.Tanh()).Transpose(0, 1, 3, 2)         // [batch, heads, 1, key]
}

// Loss is Σ_i min(w_t[i], c_t[i]) of each query (ibid., equation 12), [batch, heads,
// query], which is added to the model's loss: looking again where one looked costs.
func (c *Coverage) Loss(w, covered *graph.Node) *graph.Node { return w.Minimum(covered).Sum(-1) }

// row is the mask of query t, of one that is broadcast to [batch, heads, query, key].
func row(mask *graph.Node, t int) *graph.Node {
	if mask == nil || mask.Rank() < 2 || mask.Dim(-2) == 1 {
		return mask
	}
	return mask.Slice(-2, t, t+1)
}
