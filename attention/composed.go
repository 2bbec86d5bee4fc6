package attention

import "github.com/gaze-ml/gaze/graph"

// Weigher is how the heads of a Composed attend: a Formula, TalkingHeads, or one of
// your own.
type Weigher interface {
	// Forward lets q [batch, heads, query, d] attend to k and v [batch, kvHeads, key,
	// …]; mask is as in DotProduct.
	Forward(q, k, v, mask *graph.Node) *graph.Node
	// Weights are those of Forward, without dropout: [batch, heads, query, key].
	Weights(q, k, mask *graph.Node) *graph.Node
}

// Composed is a MultiHead whose heads attend in any way. Position, Causal and Cache
// are the MultiHead's; its Scale and Dropout are not looked at, Weigher has its own.
type Composed struct {
	*MultiHead
	Weigher Weigher // nil: Formula{}
}

// Forward is as MultiHead's.
func (a *Composed) Forward(x, memory, mask *graph.Node) *graph.Node {
	q, k, v, mask := a.apart(x, memory, mask)
	return a.Output.Forward(merge(a.weigher().Forward(q, k, v, mask)))
}

// Weights are as MultiHead's.
func (a *Composed) Weights(x, memory, mask *graph.Node) *graph.Node {
	q, k, _, mask := a.apart(x, memory, mask)
	return a.weigher().Weights(q, k, mask)
}

func (a *Composed) weigher() Weigher {
	if a.Weigher == nil {
		return Formula{}
	}
	return a.Weigher
}

// apart are queries [batch, heads, query, d], keys and values [batch, kvHeads, key,
// d], and mask with what Causal and Cache hide.
func (a *MultiHead) apart(x, memory, mask *graph.Node) (q, k, v, seen *graph.Node) {
	q = split(a.query(x), a.Heads)
	k, v, _ = a.keys(memory)
	if a.Cache != nil {
		return q, k, v, And(mask, a.Cache.Places(x.Dim(1)).Causal())
	}
	if a.Causal {
		mask = And(mask, Across(x.Graph().Scope(), x.Dim(1), memory.Dim(1)).Causal())
	}
	return q, split(k, a.keyHeads()), split(v, a.keyHeads()), mask
}
