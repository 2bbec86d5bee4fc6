package attention

import "github.com/gaze-ml/gaze/graph"

// RingCache keeps the keys and values of the last positions only, as many as a
// window is wide, however long the text gets: position p stands in slot p mod size
// (Jiang et al. 2023, Mistral, §2, rolling buffer cache). Row b's new positions
// begin at At[b]. It takes prompts of any length, also longer than the window, but
// no padding: prompts of a batch are of one length, or are fed in pieces.
type RingCache struct {
	Keys, Values *graph.State // [batch, kvHeads, size, d]
	At           *graph.Node  // [batch], whole numbers
	From         *graph.Node  // [batch]: the row that each goes on from, as beams do; nil: itself
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
// answers with those kept and the new ones, [batch, kvHeads, size+seq, d], and with
// the mask [batch, 1, seq, size+seq] by which a position sees itself and the size-1
// before it. A drawing does so once.
func (c *RingCache) Append(k, v *graph.Node) (keys, values, mask *graph.Node) {
	oldKeys, oldValues := c.found(c.Keys), c.found(c.Values)
	keys, values = graph.Concat(2, oldKeys, k), graph.Concat(2, oldValues, v)
	slots, seq := oldKeys.Dim(2), k.Dim(2)
	s := k.Graph().Scope()
	end := c.At.Add(s.Whole(seq))
	held := graph.Concat(1, latest(c.At, slots), PositionsFrom(c.At, seq)) // [batch, size+seq]
	p := Places{PositionsFrom(c.At, seq).Unsqueeze(1, 3), held.Unsqueeze(1, 2)}
	mask = And(Window(p, slots), And(p.Causal(), p.Key.GreaterEqual(s.Whole(0))))
	c.Keys.Set(c.next(oldKeys, k, latest(end, slots)))
	c.Values.Set(c.next(oldValues, v, latest(end, slots)))
	return keys, values, mask
}

// found is what a run finds in a state.
func (c *RingCache) found(st *graph.State) *graph.Node {
	if c.From == nil {
		return st.Value()
	}
	return st.Value().Gather(c.From, 0)
}

// latest are the last positions before end [batch] that stand in each slot, [batch,
// size]; negative if there was none.
func latest(end *graph.Node, size int) *graph.Node {
	s := end.Graph().Scope()
	last := end.Sub(s.Whole(1)).Unsqueeze(1)             // [batch, 1]
	behind := last.Sub(s.Range(size)).Add(s.Whole(size)) // [batch, size], not negative
	return last.Sub(behind).Add(quotient(behind, size).Mul(s.Whole(size)))
}

// next is old [batch, kvHeads, size, d] with the rows of x [batch, kvHeads, seq, d]
// that stand at position [batch, size].
func (c *RingCache) next(old, x, position *graph.Node) *graph.Node {
	s := x.Graph().Scope()
	at := position.Sub(c.At.Unsqueeze(1)).Unsqueeze(1, 3) // [batch, 1, size, 1]
	rows := at.Maximum(s.Whole(0)).Expand(old.Shape()...) // [batch, kvHeads, size, d]
	return at.GreaterEqual(s.Whole(0)).Where(x.GatherElements(rows, 2), old)
}
