package attention

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/ops"
)

// RingCache keeps the keys and values of the last positions only, as many as a
// window is wide, however long the text gets: position p stands in slot p mod size
// (Jiang et al. 2023, Mistral, §2, rolling buffer cache). Row b's new positions
// begin at At[b].
//
// A step of one position writes one slot of each row and attends to the slots as they
// lie, for a softmax does not mind the order of its keys. A piece of several positions
// first reads the slots in order, as its own would overwrite what its first ones see.
//
// It takes prompts of any length, also longer than the window, but no padding: prompts
// of a batch are of one length, or are fed in pieces. A row that has ended may be fed
// anything, one position at a time, at the same At again and again. There is no gradient
// of what was kept.
type RingCache struct {
	Keys, Values *graph.State // [batch, kvHeads, size, d]
	At           *graph.Node  // [batch], whole numbers

	// From [batch], if it is not nil, names for each row the one that it goes on from,
	// as in Cache, and Same [batch], if that is not nil, how many first positions the
	// two have in common; then a row that goes on from another may not have been
	// further than that one. Copied is only what is kept and not in common.
	From, Same *graph.Node
}

// NewRingCache declares the states keys and values, for as many rows as at has.
func NewRingCache(s *graph.Scope, at *graph.Node, kvHeads, size, d int) *RingCache {
	return &RingCache{
		Keys:   s.State("keys", at.Dim(0), kvHeads, size, d),
		Values: s.State("values", at.Dim(0), kvHeads, size, d),
		At:     at,
	}
}

// Append adds the keys k and values v [batch, kvHeads, seq, d] of new positions. It
// answers with those that they see, [batch, kvHeads, n, d]: of one position, with all
// slots; of several, with the size-1 before them and their own. By the mask [batch, 1,
// seq, n] a position sees itself and the size-1 before it. A drawing does so once.
func (c *RingCache) Append(k, v *graph.Node) (keys, values, mask *graph.Node) {
	r := c.append(k, v)
	n, seq, s := r.keys.Dim(2), k.Dim(2), k.Graph().Scope()
	if seq == 1 {
		return r.keys, r.values, PaddingAfter(r.length, n)
	}
	p := Places{s.Range(seq).Add(s.Whole(n - seq)).Unsqueeze(1), s.Range(n)}
	return r.keys, r.values, And(r.filled, And(Window(p, n-seq+1), p.Causal()))
}

// attend is Append, and then the attention of q [batch, seq, heads·d] in one operation,
// to which what the window hides in whole blocks costs nothing.
func (c *RingCache) attend(q, k, v *graph.Node, a ops.AttentionConfig) *graph.Node {
	r := c.append(k, v)
	a.Causal, a.Window = true, r.size
	return q.Attention(r.keys, r.values, r.filled, r.length, a)
}

// ringed are the keys and values that new positions see, the new ones last but for a
// step, whose order does not matter: [batch, kvHeads, n, d].
type ringed struct {
	keys, values *graph.Node
	length       *graph.Node // how many of the n exist, from the first on: [] or [batch]
	filled       *graph.Node // where there are any, [batch, 1, 1, n]; nil: wherever length says
	size         int
}

func (c *RingCache) append(k, v *graph.Node) ringed {
	oldKeys, oldValues := c.reordered()
	seq, size, s := k.Dim(2), oldKeys.Dim(2), k.Graph().Scope()
	r := ringed{keys: k, values: v, length: s.Whole(size - 1 + seq), size: size}
	if seq > 1 && size > 1 {
		slots, there := c.before(size - 1)
		r.keys = graph.Concat(2, inOrder(oldKeys, slots, there), k)
		r.values = graph.Concat(2, inOrder(oldValues, slots, there), v)
		r.filled = PositionsFrom(c.At, size-1+seq).GreaterEqual(s.Whole(size-1)).Unsqueeze(1, 2)
	}
	keys, values := c.Keys.AppendRound(k, c.At, 2), c.Values.AppendRound(v, c.At, 2)
	if seq == 1 {
		r.keys, r.values, r.length = keys, values, c.At.Add(s.Whole(1)).Minimum(s.Whole(size))
	}
	return r
}
