package attention

import "github.com/gaze-ml/gaze/graph"

// Formula is attention spelled out,
//
//	dropout(normalise(score(q, k) - slope·distance + mask))·v    [batch, heads, query, dv]
//
// with any Score and any Normaliser. What is Softmax of ScaledDot or Dot, with or
// without a SoftCap, is one operation, forward and backward, in memory linear in the
// number of keys, and what Causal and Window hide in whole blocks costs nothing; of
// all others the weights are in memory.
//
// Causal, Window and Slopes count places from 0, or from where At says. In a Composed
// they count from where its cache is.
type Formula struct {
	Score      Score      // nil: ScaledDot
	Normaliser Normaliser // nil: Softmax
	Causal     bool       // no position sees a later one
	Window     int        // or one so far away, or further; 0: all
	Slopes     []float64  // of each head, see ALiBi; nil: none
	Dropout    float64    // on the weights, while training

	places *Places     // of queries and keys; nil: from 0
	exist  *graph.Node // of a cache's keys so many exist, [batch], and queries are the last; nil: all
}

// At is f for queries and keys that stand at p.
func (f Formula) At(p Places) Weigher {
	f.places, f.exist = &p, nil
	return f
}

// Forward lets q [batch, heads, query, d] attend to k and v [batch, kvHeads, key,
// …]; kvHeads divides heads. mask is as in DotProduct. A query that sees nothing
// gets zeros.
func (f Formula) Forward(q, k, v, mask *graph.Node) *graph.Node {
	if c, ok := f.fused(q); ok {
		c, mask = f.counted(c, q, k, mask)
		return q.Attention(k, v, mask, f.exist, c)
	}
	w := f.Weights(q, k, mask) // [batch, heads, query, key]
	return w.Dropout(f.Dropout).MatMul(share(v, q.Dim(1)))
}

// Weights are those of Forward, without dropout: [batch, heads, query, key].
func (f Formula) Weights(q, k, mask *graph.Node) *graph.Node {
	if c, ok := f.fused(q); ok {
		c, mask = f.counted(c, q, k, mask)
		return q.AttentionWeights(k, mask, f.exist, c)
	}
	for _, x := range []*graph.Node{q, k} {
		if x.Rank() != 4 {
			x.Graph().Scope().Errorf("%s: want [batch, heads, seq, d]", x)
			return q
		}
	}
	return normaliserOr(f.Normaliser).Forward(hide(scoreOr(f.Score).Forward(q, k), f.mask(q, k, mask)))
}

func normaliserOr(n Normaliser) Normaliser {
	if n == nil {
		return Softmax{}
	}
	return n
}
