package ops

import (
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// AttentionConfig is how Attention weighs.
type AttentionConfig struct {
	Scale   float64 // of q·kᵀ; 0 means 1/√d
	Causal  bool    // a query sees no key that stands after it
	Dropout float64 // probability that a weight is dropped while training
	Key     uint64  // of the dropout's randomness, see Dropout

	SoftCap float64   // scores are kept within it: SoftCap·tanh(score/SoftCap), before what follows; 0: not
	Slopes  []float64 // of each head: a score loses slope·distance (ALiBi); nil: nothing
	Window  int       // keys this far away, or further, are not seen; 0: all are

	// Heads of q may lie side by side, as a linear layer leaves them: q is then
	// [batch, query, heads·d] and so is the result, [batch, query, heads·dv]. k is
	// [batch, key, kvHeads·d] and v [batch, key, kvHeads·dv]; or they have an axis
	// for heads all the same, as in a cache. Nothing is copied, and the bits do not
	// change. 0: heads have an axis of their own.
	Heads int
}

// Attention is scaled dot-product attention (Vaswani et al. 2017, equation 1),
//
//	softmax(scale·q·kᵀ + mask)·v    [batch, heads, query, dv]
//
// for q [batch, heads, query, d], k [batch, kvHeads, key, d] and v [batch,
// kvHeads, key, dv]. kvHeads divides heads: head h reads key head ⌊h·kvHeads/heads⌋
// (grouped-query attention; with one key head, multi-query).
//
// mask may be nil, Bool (true: may be seen) or of q's dtype, then it is added to
// the scores and has a gradient. It is broadcast to [batch, heads, query, key].
//
// length may be nil or Int, of shape [] or [batch]: only the first length keys
// exist, the others, whatever they hold, are never read. It says how much of a
// cache is filled; a batch padded on the right wants a mask.
//
// With Causal, query i sees keys 0 to i, as in PyTorch and ONNX; with a length
// the queries are the last of the sequence: query i sees keys 0 to
// length - query + i. What Causal hides is not multiplied either.
//
// The place of query i among the keys, from which Window and Slopes count, is the
// last that it sees with Causal. A block of keys that Window hides from a block of
// queries is not multiplied.
//
// A query that sees nothing gets zeros and has zero gradients, never NaN. Memory is
// linear in the length of a text, and a constant: blocks of scores live in a worker's
// scratch memory (Dao et al. 2022), and the gradient computes them again. The first 8 MB
// of weights, without dropout, are kept for it, which is quicker while they stay in the
// caches; so there is no [batch, heads, query, key] of more than that.
// A query gets the same bits whatever other queries and later keys there are: a
// step with a cache gives what the whole pass gives.
func Attention(q, k, v, mask, length *gorgonia.Node, c AttentionConfig) (*gorgonia.Node, error) {
	a := attention{AttentionConfig: c, valueAt: 2}
	xs := a.operands(gorgonia.Nodes{q, k, v}, mask, length)
	reads := Reads{Out: true}
	for i := range xs {
		reads.In = append(reads.In, i)
	}
	return apply(Def{
		Name:     "attention",
		Infer:    a.infer,
		Forward:  byFloat(attentionForward[float32](a), attentionForward[float64](a)),
		Backward: byFloat(attentionBackward[float32](a), attentionBackward[float64](a)),
		Reads:    reads,
		Saved:    a.saved,
		Scratch:  a.scratch,

		multiplies: true,
	}, xs...)
}

// attention is what one application has been asked for, and where among its
// operands those are that may be missing: 0 if they are.
type attention struct {
	AttentionConfig
	valueAt, maskAt, lengthAt int
}

// operands is xs with those of mask and length that there are.
func (a *attention) operands(xs gorgonia.Nodes, mask, length *gorgonia.Node) gorgonia.Nodes {
	if mask != nil {
		a.maskAt = len(xs)
		xs = append(xs, mask)
	}
	if length != nil {
		a.lengthAt = len(xs)
		xs = append(xs, length)
	}
	return xs
}

// saved is, of each row, the highest score and 1/Σ e^(score - highest), and what is
// kept.
func (a attention) saved(in []Type) []Type {
	s := a.sizes(in)
	return append([]Type{in[0].With(s.batch, s.heads, s.query, 2)}, a.keptTypes(in[0], s)...)
}

// attending is attention bound to memory.
type attending[T kernel.Float] struct {
	attention
	attentionSizes
	call    *Call
	q, k, v headed[T]
	scale   T
	mask    attentionMask[T]
	ramp    []T   // -|x| for x = -ramped, …: see bias
	ramped  int   //
	length  []int // one for all, one per batch, or none
	kept    kept[T]
	drops   kernel.Drops // of this run
}

func attend[T kernel.Float](a attention, c *Call) *attending[T] {
	sizes := a.sizes(inTypes(c))
	r := &attending[T]{attention: a, attentionSizes: sizes, call: c, scale: T(a.factor(sizes.d))}
	r.q, r.k = headedOf[T](c.In[0], sizes.heads), headedOf[T](c.In[1], sizes.kvHeads)
	if a.valueAt > 0 {
		r.v = headedOf[T](c.In[a.valueAt], sizes.kvHeads)
	}
	if a.maskAt > 0 {
		r.mask = maskOf[T](c.In[a.maskAt])
	}
	if a.lengthAt > 0 {
		r.length = c.In[a.lengthAt].Int
	}
	r.kept = keptOf[T](c.Saved, sizes)
	r.prepareBias()
	return r
}

// start looks at what may change from run to run; it reports whether the run
// may go on.
func (a *attending[T]) start() bool {
	a.drops = dropout{a.Dropout, a.Key}.drops(a.call.Env)
	return a.checkLength()
}
