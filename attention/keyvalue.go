package attention

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/ops"
)

// KeyValue are keys and values that several layers attend to (Brandon et al. 2024,
// cross-layer attention; Sun et al. 2024, You Only Cache Once): made once, and kept
// once in a cache.
type KeyValue struct {
	Keys, Values *graph.Node // [batch, key, kvHeads·d], or [batch, kvHeads, longest, d] of a cache
	Length       *graph.Node // how many of a cache exist, [batch]; nil: all
	Heads        int         // kvHeads, of keys and values without an axis for them
}

// KeyValue makes keys and values of memory [batch, key, hidden].
func (a *MultiHead) KeyValue(memory *graph.Node) KeyValue {
	k, v, length := a.keys(memory)
	return KeyValue{k, v, length, a.keyHeads()}
}

// Attend is Forward to keys and values that another layer has made, with as many
// elements a head; Key and Value are not used and may be nil. In a decoder Causal
// says that no position sees a later one; where a cache holds keys, queries are its
// last positions.
func (a *MultiHead) Attend(x *graph.Node, kv KeyValue, mask *graph.Node) *graph.Node {
	return a.attend(x, kv, mask, a.config())
}

func (a *MultiHead) attend(x *graph.Node, kv KeyValue, mask *graph.Node, c ops.AttentionConfig) *graph.Node {
	if !a.reads(x, kv) {
		return x
	}
	return a.Output.Forward(a.queryBeside(x, kv).Attention(kv.Keys, kv.Values, mask, kv.Length, c))
}

// reads says whether kv has heads of a's size, and tells if not.
func (a *MultiHead) reads(x *graph.Node, kv KeyValue) bool {
	if kv.Keys == nil || kv.Values == nil {
		x.Graph().Scope().Errorf("%s: no keys and values to attend to: want those that KeyValue makes", x)
		return false
	}
	d := a.Query.Weight.Dim(0) / max(a.Heads, 1)
	of := kv.Keys.Dim(-1)
	if kv.Keys.Rank() == 3 && kv.Heads > 0 {
		of /= kv.Heads
	}
	if kv.Keys.Rank() == 4 || kv.Heads > 0 {
		if of != d {
			x.Graph().Scope().Errorf("%s: keys %s have heads of %d elements: want %d, as queries have", x, kv.Keys, of, d)
			return false
		}
	}
	return true
}

// queryBeside are the queries of x [batch, query, hidden], which are the last of what
// a cache holds: [batch, query, heads·d].
func (a *MultiHead) queryBeside(x *graph.Node, kv KeyValue) *graph.Node {
	if a.Position == nil || a.Cache != nil || kv.Length == nil {
		return a.query(x)
	}
	placed := *a
	placed.Position = Placed{a.Position, kv.positions(x.Dim(1))}
	return placed.query(x)
}

// positions are those of the last seq, [batch, seq].
func (kv KeyValue) positions(seq int) *graph.Node {
	return PositionsFrom(kv.Length.Sub(kv.Length.Graph().Scope().Whole(seq)), seq)
}

// places are those of seq queries, and of all keys.
func (kv KeyValue) places(seq int) Places {
	s := kv.Keys.Graph().Scope()
	if kv.Length == nil {
		return Across(s, seq, kv.Keys.Dim(-2))
	}
	return Places{kv.positions(seq).Unsqueeze(1, 3), s.Range(kv.Keys.Dim(-2))}
}

// split are keys and values with an axis for heads: [batch, kvHeads, key, d].
func (kv KeyValue) split() (k, v *graph.Node) {
	if kv.Keys.Rank() == 4 {
		return kv.Keys, kv.Values
	}
	return split(kv.Keys, max(kv.Heads, 1)), split(kv.Values, max(kv.Heads, 1))
}
