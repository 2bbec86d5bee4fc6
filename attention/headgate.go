package attention

import "github.com/gaze-ml/gaze/graph"

// HeadGate is a MultiHead each of whose heads counts as much as its gate says: 1 as
// ever, 0 not at all (Michel et al. 2019, Are Sixteen Heads Really Better than One?,
// §2.3). How large the gradient of the loss by a gate is, in the mean over texts, is how
// much its head matters (ibid., §4.1): ask Backprop for it. PruneHeads then takes
// heads away for good.
type HeadGate struct {
	*MultiHead
	Gate *graph.Node // [heads]
}

// Forward is as MultiHead's.
func (a *HeadGate) Forward(x, memory, mask *graph.Node) *graph.Node {
	return a.Attend(x, a.KeyValue(memory), mask)
}

// Attend is as MultiHead's.
func (a *HeadGate) Attend(x *graph.Node, kv KeyValue, mask *graph.Node) *graph.Node {
	if a.Gate == nil || len(a.Gate.Shape()) != 1 || a.Gate.Dim(0) != a.Heads {
		x.Graph().Scope().Errorf("gate %s: want [%d], one for each head", a.Gate, a.Heads)
		return x
	}
	if !a.reads(x, kv) {
		return x
	}
	y := a.queryBeside(x, kv).Attention(kv.Keys, kv.Values, mask, kv.Length, a.config()) // [batch, query, heads·d]
	y = split(y, a.Heads)                                                                // [batch, heads, query, d]
	return a.Output.Forward(merge(y.Mul(a.Gate.Reshape(a.Heads, 1, 1))))
}
