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
// Causal, Window and Slopes count places from 0. Where queries stand elsewhere, as
// with a cache, give Places' masks instead, or take Fused.
type Formula struct {
	Score      Score      // nil: ScaledDot
	Normaliser Normaliser // nil: Softmax
	Causal     bool       // no position sees a later one
	Window     int        // or one so far away, or further; 0: all
	Slopes     []float64  // of each head, see ALiBi; nil: none
	Dropout    float64    // on the weights, while training
}

// Forward lets q [batch, heads, query, d] attend to k and v [batch, kvHeads, key,
// …]; kvHeads divides heads. mask is as in DotProduct. A query that sees nothing
// gets zeros.
func (f Formula) Forward(q, k, v, mask *graph.Node) *graph.Node {
	if c, ok := f.fused(); ok {
		return q.Attention(k, v, mask, nil, c)
	}
	w := f.Weights(q, k, mask) // [batch, heads, query, key]
	return w.Dropout(f.Dropout).MatMul(share(v, q.Dim(1)))
}

// Weights are those of Forward, without dropout: [batch, heads, query, key].
func (f Formula) Weights(q, k, mask *graph.Node) *graph.Node {
	if c, ok := f.fused(); ok {
		return q.AttentionWeights(k, mask, nil, c)
	}
	for _, x := range []*graph.Node{q, k} {
		if x.Rank() != 4 {
			x.Graph().Scope().Errorf("%s: want [batch, heads, seq, d]", x)
			return q
		}
	}
	return normaliserOr(f.Normaliser).Forward(hide(scoreOr(f.Score).Forward(q, k), f.mask(q, k, mask)))
}

// mask is one, with what Causal, Window and Slopes say of q and k.
func (f Formula) mask(q, k, mask *graph.Node) *graph.Node {
	p := Across(q.Graph().Scope(), q.Dim(2), k.Dim(2))
	if f.Causal {
		mask = And(mask, p.Causal())
	}
	if f.Window > 0 {
		mask = And(mask, Window(p, f.Window))
	}
	if len(f.Slopes) > 0 {
		mask = And(mask, falling(p, f.Slopes))
	}
	return mask
}

func normaliserOr(n Normaliser) Normaliser {
	if n == nil {
		return Softmax{}
	}
	return n
}
