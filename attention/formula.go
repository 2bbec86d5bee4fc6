package attention

import "github.com/gaze-ml/gaze/graph"

// Formula is attention spelled out,
//
//	dropout(normalise(score(q, k) + mask))·v    [batch, heads, query, dv]
//
// with any Score and any Normaliser. What is ScaledDot and Softmax runs as
// DotProduct does; of all others the weights are in memory.
type Formula struct {
	Score      Score      // nil: ScaledDot
	Normaliser Normaliser // nil: Softmax
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
	score := f.Score
	if score == nil {
		score = ScaledDot{}
	}
	return normaliserOr(f.Normaliser).Forward(hide(score.Forward(q, k), mask))
}

func normaliserOr(n Normaliser) Normaliser {
	if n == nil {
		return Softmax{}
	}
	return n
}
