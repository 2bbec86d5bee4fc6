package attention

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/ops"
)

// MultiHead attends with several heads in parallel (Vaswani et al. 2017, §3.2.2).
//
// With fewer heads of keys and values than of queries, which shows in the sizes
// of Key and Value, each of them serves several (grouped queries, Ainslie et al.
// 2023); with one, all (multi-query, Shazeer 2019).
type MultiHead struct {
	Query      *layers.Linear // hidden → heads·d
	Key, Value *layers.Linear // hidden → kvHeads·d
	Output     *layers.Linear // heads·d → hidden
	Heads      int            // of queries
	Scale      float64        // of the scores; 0: 1/√d
	Causal     bool           // no position sees a later one
	Dropout    float64        // on the weights, while training
	Position   Position       // of queries and keys, such as Rotary; nil: none
	Cache      *Cache         // of keys and values, while decoding; nil: none
}

// NewMultiHead declares query, key, value and output.
func NewMultiHead(s *graph.Scope, hidden, heads int) *MultiHead {
	return NewGroupedMultiHead(s, hidden, heads, heads)
}

// NewGroupedMultiHead is NewMultiHead with kvHeads heads of keys and values.
func NewGroupedMultiHead(s *graph.Scope, hidden, heads, kvHeads int) *MultiHead {
	if heads < 1 || hidden%heads != 0 {
		s.Errorf("%d heads: want a divisor of hidden %d", heads, hidden)
		heads = 1
	}
	if kvHeads < 1 || heads%kvHeads != 0 {
		s.Errorf("%d heads of keys and values: want a divisor of %d heads", kvHeads, heads)
		kvHeads = 1
	}
	return NewWideMultiHead(s, hidden, heads, kvHeads, hidden/heads)
}

// NewWideMultiHead is NewGroupedMultiHead with d elements a head, whatever hidden is:
// wider heads than hidden/heads, as in Gemma, or fewer, as PruneHeads leaves them.
func NewWideMultiHead(s *graph.Scope, hidden, heads, kvHeads, d int) *MultiHead {
	return &MultiHead{
		Query:  layers.NewLinear(s.In("query"), hidden, heads*d),
		Key:    layers.NewLinear(s.In("key"), hidden, kvHeads*d),
		Value:  layers.NewLinear(s.In("value"), hidden, kvHeads*d),
		Output: layers.NewLinear(s.In("output"), heads*d, hidden),
		Heads:  heads,
	}
}

// Forward lets every position of x [batch, query, hidden] attend to memory
// [batch, key, hidden]; x itself in self-attention. A nil mask hides nothing.
//
// With a Cache, the keys are all that it holds, [batch, longest], as far as they
// exist. Causal says whether a position sees those after it, in a prompt, as it does
// without; a mask such as Prefix may say it instead.
func (a *MultiHead) Forward(x, memory, mask *graph.Node) *graph.Node {
	return a.forward(x, memory, mask, a.config())
}

func (a *MultiHead) forward(x, memory, mask *graph.Node, c ops.AttentionConfig) *graph.Node {
	q := a.query(x)                // [batch, query, heads·d]
	k, v, length := a.keys(memory) // [batch, key, kvHeads·d]
	return a.Output.Forward(q.Attention(k, v, mask, length, c))
}

// Weights is how much each position of x attends to each of memory, [batch,
// heads, query, key], as Forward weighs them without dropout: to look at. With a
// Cache, beside Forward, it is given the same memory: a cache is appended to once.
func (a *MultiHead) Weights(x, memory, mask *graph.Node) *graph.Node {
	return a.weights(x, memory, mask, a.config())
}

func (a *MultiHead) weights(x, memory, mask *graph.Node, c ops.AttentionConfig) *graph.Node {
	q := a.query(x)                // [batch, query, heads·d]
	k, _, length := a.keys(memory) // [batch, key, kvHeads·d]
	c.Dropout = 0
	return q.AttentionWeights(k, mask, length, c)
}

func (a *MultiHead) config() ops.AttentionConfig {
	return ops.AttentionConfig{Scale: a.Scale, Causal: a.Causal, Dropout: a.Dropout, Heads: a.Heads}
}

// query is the queries of x [batch, query, hidden].
func (a *MultiHead) query(x *graph.Node) *graph.Node {
	return a.place(a.Query.Forward(x), a.Heads) // [batch, query, heads·d]
}

// keys are the keys and values of memory [batch, key, hidden], heads side by side;
// or, with a cache, those of all that was seen, [batch, kvHeads, longest, d], and
// then how many they are in each row.
func (a *MultiHead) keys(memory *graph.Node) (k, v, length *graph.Node) {
	if c := a.Cache.holding(memory); c != nil {
		return c.held.keys, c.held.values, c.held.length
	}
	k = a.place(a.Key.Forward(memory), a.keyHeads()) // [batch, key, kvHeads·d]
	v = a.Value.Forward(memory)                      // [batch, key, kvHeads·d]
	if a.Cache == nil {
		return k, v, nil
	}
	c := a.Cache.turn()
	k, v, length = c.Append(split(k, a.keyHeads()), split(v, a.keyHeads())) // [batch, kvHeads, longest, d]
	c.held.memory = memory
	return k, v, length
}

// keyHeads is how many heads of keys and values there are, d being the queries'.
func (a *MultiHead) keyHeads() int {
	d := a.Query.Weight.Dim(0) / max(a.Heads, 1)
	return max(a.Key.Weight.Dim(0)/max(d, 1), 1)
}

// place tells x [batch, seq, heads·d] its positions.
func (a *MultiHead) place(x *graph.Node, heads int) *graph.Node {
	if a.Position == nil {
		return x
	}
	var positions *graph.Node
	if a.Cache != nil {
		positions = a.Cache.Positions(x.Dim(1))
	}
	if p, ok := a.Position.(rowwise); ok {
		return p.beside(x, positions, heads)
	}
	return merge(a.Position.Forward(split(x, heads), positions)) // [batch, seq, heads·d]
}

// split cuts hidden into heads: [batch, seq, hidden] to [batch, heads, seq, d].
func split(x *graph.Node, heads int) *graph.Node {
	if x.Rank() != 3 || heads < 1 || x.Dim(2)%heads != 0 {
		x.Graph().Scope().Errorf("%s: want [batch, seq, hidden], hidden a multiple of %d heads", x, heads)
		return x
	}
	x = x.Reshape(x.Dim(0), x.Dim(1), heads, -1) // [batch, seq, heads, d]
	return x.Transpose(0, 2, 1, 3)               // [batch, heads, seq, d]
}

// merge undoes split: [batch, heads, seq, d] to [batch, seq, heads·d].
func merge(x *graph.Node) *graph.Node {
	x = x.Transpose(0, 2, 1, 3)                             // [batch, seq, heads, d]
	return x.Reshape(x.Dim(0), x.Dim(1), x.Dim(2)*x.Dim(3)) // [batch, seq, heads·d]
}
