package attention

import "github.com/gaze-ml/gaze/graph"

// Cache keeps the keys and values of what a decoder has seen, so that a run
// computes only those of new positions. Keys are kept as they are attended to,
// that is, after rotary positions.
//
// A run has seq new positions in each row of the batch; in row b they stand at
// At[b], At[b]+1, … A model drawn with a Cache is run first on its prompts, with
// At 0, and then on one position at a time: two programs, however long it gets.
//
// Prompts of different lengths n are padded on the right. Row b's answer is then
// read at position n[b]−1, and its next position stands at At[b] = n[b], where
// padding stood. Where no position sees a later one (MultiHead.Causal, or a mask),
// padding is never seen: before one sees what came after a prompt, it has been
// overwritten. What padding itself answers means nothing. A cache must have room
// for it, though: At[b]+seq ≤ longest, also for what is padding in row b.
//
// The same holds for a prompt that goes on in pieces, and a row that has ended
// may be fed anything, at the same At again and again.
type Cache struct {
	Keys, Values *graph.State // [batch, kvHeads, longest, d]; nil Values: the keys are the values, too
	At           *graph.Node  // [batch], whole numbers

	// From [batch], if it is not nil, names for each row the one that it goes on
	// from, as the beams of a search do; then Keys and Values are reordered first.
	// Copied is only what rows do not have: positions that exist, of rows that go
	// on from others, and of these only those from Same [batch] on, if it is not
	// nil: how many first positions each row and its From have in common, as
	// generate.Forks counts. Nothing is shared in memory: each row, and so each beam,
	// has its own copy of the prompt.
	From, Same *graph.Node

	held *held  // once appended to
	next *Cache // of the next time a layer is drawn, see RememberTimes; nil: none
}

// held is what a drawing's cache holds after Append.
type held struct {
	memory       *graph.Node // whose keys and values were appended; nil: unknown
	keys, values *graph.Node // [batch, kvHeads, longest, d]
	length       *graph.Node // [batch]
}

// holds says whether keys and values of memory were appended already.
func (c *Cache) holds(memory *graph.Node) bool {
	return c.held != nil && memory != nil && c.held.memory == memory
}

// NewCache declares the states keys and values, for as many rows as at has.
func NewCache(s *graph.Scope, at *graph.Node, kvHeads, longest, d int) *Cache {
	return &Cache{
		Keys:   s.State("keys", at.Dim(0), kvHeads, longest, d),
		Values: s.State("values", at.Dim(0), kvHeads, longest, d),
		At:     at,
	}
}

// Remember gives a a new Cache of longest positions, for as many rows as at
// [batch] has.
func (a *MultiHead) Remember(s *graph.Scope, at *graph.Node, longest int) {
	heads := a.keyHeads()
	a.Cache = NewCache(s, at, heads, longest, a.Key.Weight.Dim(0)/heads)
}

// Append adds the keys k and values v [batch, kvHeads, seq, d] of new positions.
// It answers with all of them, [batch, kvHeads, longest, d], and how many of them
// there are now in each row, [batch]. A drawing does so once: At and From say what
// happens in one run.
func (c *Cache) Append(k, v *graph.Node) (keys, values, length *graph.Node) {
	s := k.Graph().Scope()
	if c.held != nil {
		s.Errorf("cache of %s: a second Append in one drawing: want one of all new positions, "+
			"or Weights of the memory that Forward had", c.held.keys)
		return c.held.keys, c.held.values, c.held.length
	}
	if c.From != nil {
		c.reorder(s)
	}
	c.held = &held{keys: c.Keys.Append(k, c.At, 2), length: c.At.Add(s.Whole(k.Dim(2)))}
	if c.held.values = c.held.keys; c.Values != nil {
		c.held.values = c.Values.Append(v, c.At, 2)
	}
	return c.held.keys, c.held.values, c.held.length
}

// reorder makes rows those that they go on from, up to where the new positions stand.
func (c *Cache) reorder(s *graph.Scope) {
	same := c.Same
	if same == nil {
		same = s.Whole(0).Expand(c.At.Dim(0))
	}
	c.Keys.ReorderBetween(c.From, same, c.At, 2)
	if c.Values != nil {
		c.Values.ReorderBetween(c.From, same, c.At, 2)
	}
}

// longest is how many positions there is room for.
func (c *Cache) longest() int {
	if c.held != nil {
		return c.held.keys.Dim(2)
	}
	return c.Keys.Value().Dim(2)
}

// Positions are those of seq new positions, [batch, seq].
func (c *Cache) Positions(seq int) *graph.Node { return PositionsFrom(c.At, seq) }
