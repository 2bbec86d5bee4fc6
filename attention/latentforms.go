package attention

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/ops"
)

// latentParts are what a Latent makes of new positions.
type latentParts struct {
	q, turned *graph.Node // of queries, [batch, heads, seq, d] and [batch, heads, seq, turned]
	latent    *graph.Node // [batch, 1, seq, latent]
	shared    *graph.Node // the key of all heads, [batch, 1, seq, turned]
	config    ops.AttentionConfig
}

// spelled makes the keys and values of all heads (equations 10, 11 and 16 to 18): of a
// whole text that is less work than what absorbed does. It answers with [batch, heads,
// seq, d].
func (a *Latent) spelled(p latentParts, mask *graph.Node) *graph.Node {
	k := split(a.Key.Forward(p.latent.Squeeze(1)), a.Heads)   // [batch, heads, seq, d]
	v := split(a.Value.Forward(p.latent.Squeeze(1)), a.Heads) // [batch, heads, seq, d]
	k = graph.Concat(3, k, share(p.shared, a.Heads))          // [batch, heads, seq, d+turned]
	return graph.Concat(3, p.q, p.turned).Attention(k, v, mask, nil, p.config)
}

// absorbed attends to the latents themselves, as one head of keys and values that all
// queries share, with the weights of keys folded into the query and those of values
// into the result (§2.1.2):
//
//	q·(W_key·c) = (q·W_key)·c        Σ w·(W_value·c) = W_value·Σ w·c
//
// A step takes latent + turned products a head and position that is filled, and makes
// nothing of those that are kept. It answers with [batch, heads, seq, d].
func (a *Latent) absorbed(p latentParts, mask *graph.Node) *graph.Node {
	if a.Key.Bias != nil || a.Value.Bias != nil {
		p.q.Graph().Scope().Errorf("latent with a cache: key or value has a bias: want none, as NewLatent declares them")
	}
	size := p.latent.Dim(3)
	held, _, length := a.Cache.Append(graph.Concat(3, p.latent, p.shared), nil) // [batch, 1, longest, latent+turned]
	q := graph.Concat(3, p.q.MatMul(a.byHead(a.Key.Weight)), p.turned)          // [batch, heads, seq, latent+turned]
	sum := q.Attention(held, held, mask, length, p.config).Slice(3, 0, size)    // [batch, heads, seq, latent]
	return sum.MatMulT(a.byHead(a.Value.Weight))
}

// byHead is w [heads·d, latent] as [heads, d, latent].
func (a *Latent) byHead(w *graph.Node) *graph.Node {
	return w.Reshape(a.Heads, w.Dim(0)/max(a.Heads, 1), w.Dim(1))
}
