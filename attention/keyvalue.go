package attention

import "github.com/gaze-ml/gaze/graph"

// KeyValue are keys and values that several layers attend to (Brandon et al. 2024,
// cross-layer attention; Sun et al. 2024, You Only Cache Once): made once, and kept
// once in a cache.
type KeyValue struct {
	Keys, Values *graph.Node // [batch, key, kvHeads·d], or [batch, kvHeads, longest, d] of a cache
	Length       *graph.Node // how many of a cache exist, [batch]; nil: all
}

// KeyValue makes keys and values of memory [batch, key, hidden].
func (a *MultiHead) KeyValue(memory *graph.Node) KeyValue {
	k, v, length := a.keys(memory)
	return KeyValue{k, v, length}
}

// Attend is Forward to keys and values that another layer has made, with as many
// elements a head; Key and Value are not used and may be nil. In a decoder Causal
// says that no position sees a later one, and Position and Cache are those of the
// layer that made them.
func (a *MultiHead) Attend(x *graph.Node, kv KeyValue, mask *graph.Node) *graph.Node {
	c := a.config()
	c.Causal = c.Causal || kv.Length != nil
	return a.Output.Forward(a.query(x).Attention(kv.Keys, kv.Values, mask, kv.Length, c))
}
