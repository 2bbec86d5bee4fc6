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

// PlacedWeigher is a Weigher that counts places. Composed tells it where queries and
// keys stand, so that a step with a cache counts as the whole text does.
type PlacedWeigher interface {
	Weigher
	// At is the Weigher for queries and keys that stand at p.
	At(p Places) Weigher
}

// Composed is a MultiHead whose heads attend in any way. Position, Causal and Cache
// are the MultiHead's; its Scale and Dropout are not looked at, Weigher has its own.
type Composed struct {
	*MultiHead
	Weigher Weigher // nil: Formula{}
}

// Forward is as MultiHead's.
func (a *Composed) Forward(x, memory, mask *graph.Node) *graph.Node {
	return a.Attend(x, a.KeyValue(memory), mask)
}

// Attend is as MultiHead's.
func (a *Composed) Attend(x *graph.Node, kv KeyValue, mask *graph.Node) *graph.Node {
	if !a.reads(x, kv) {
		return x
	}
	w, mask := a.placed(x.Dim(1), kv, mask)
	k, v := kv.split()
	return a.Output.Forward(merge(w.Forward(split(a.queryBeside(x, kv), a.Heads), k, v, mask)))
}

// Weights are as MultiHead's.
func (a *Composed) Weights(x, memory, mask *graph.Node) *graph.Node {
	kv := a.KeyValue(memory)
	w, mask := a.placed(x.Dim(1), kv, mask)
	k, _ := kv.split()
	return w.Weights(split(a.queryBeside(x, kv), a.Heads), k, mask)
}

// placed is Weigher for seq queries that stand where kv says, and mask with what it
// does not hide itself of what is later or does not exist.
func (a *Composed) placed(seq int, kv KeyValue, mask *graph.Node) (Weigher, *graph.Node) {
	if f, ok := a.weigher().(Formula); ok {
		f.Causal = f.Causal || a.Causal
		return f.beside(kv, seq), mask
	}
	p := kv.places(seq)
	switch {
	case a.Causal:
		mask = And(mask, p.Causal())
	case kv.Length != nil:
		mask = And(mask, existing(p, kv.Length))
	}
	if w, ok := a.Weigher.(PlacedWeigher); ok {
		return w.At(p), mask
	}
	return a.Weigher, mask
}

func (a *Composed) weigher() Weigher {
	if a.Weigher == nil {
		return Formula{}
	}
	return a.Weigher
}

// existing is the mask [batch, 1, 1, key] of the first length [batch] keys.
func existing(p Places, length *graph.Node) *graph.Node {
	return p.Key.Less(length.Unsqueeze(1, 2, 3))
}
