package attention

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// TalkingHeads mixes the heads' scores before they are normalised, and their
// weights afterwards (Shazeer et al. 2020):
//
//	mix(normalise(mix(score(q, k)) + mask))·v
type TalkingHeads struct {
	Before, After *layers.Linear // heads → heads, without bias
	Formula       Formula
}

// NewTalkingHeads declares before and after.
func NewTalkingHeads(s *graph.Scope, heads int) *TalkingHeads {
	return &TalkingHeads{
		Before: layers.NewLinearNoBias(s.In("before"), heads, heads),
		After:  layers.NewLinearNoBias(s.In("after"), heads, heads),
	}
}

// Forward is as Formula's.
func (t *TalkingHeads) Forward(q, k, v, mask *graph.Node) *graph.Node {
	w := t.Weights(q, k, mask) // [batch, heads, query, key]
	return w.Dropout(t.Formula.Dropout).MatMul(share(v, q.Dim(1)))
}

// Weights are those of Forward, without dropout: [batch, heads, query, key].
func (t *TalkingHeads) Weights(q, k, mask *graph.Node) *graph.Node {
	f := t.Formula
	f.Score = mixed{scoreOr(f.Score), t.Before}
	return mix(f.Weights(q, k, mask), t.After)
}

// At is t for queries and keys that stand at p.
func (t *TalkingHeads) At(p Places) Weigher {
	f := t.Formula
	f.places, f.exist = &p, nil
	return &TalkingHeads{t.Before, t.After, f}
}

// mixed are scores of heads that have talked.
type mixed struct {
	score Score
	heads *layers.Linear
}

// Forward gives [batch, heads, query, key].
func (m mixed) Forward(q, k *graph.Node) *graph.Node { return mix(m.score.Forward(q, k), m.heads) }

// mix maps the heads of x [batch, heads, query, key].
func mix(x *graph.Node, heads *layers.Linear) *graph.Node {
	x = heads.Forward(x.Transpose(0, 2, 3, 1)) // [batch, query, key, heads]
	return x.Transpose(0, 3, 1, 2)             // [batch, heads, query, key]
}
