package attention

import (
	"math"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/ops"
)

// Latent keeps of each position one small vector from which the keys and values of
// all heads are made, so that a cache holds little (DeepSeek-V2 2024, §2.1.2 and 2.1.3):
// equations 9 to 11 and 15 to 19, with queries made of the hidden state itself, that is,
// without the compression of equations 12 to 14. As rotary positions cannot be undone
// by that, a few elements of each query, and of one key that all heads share, carry
// them beside it.
//
// With a Cache no keys and values are made: see absorbed.
type Latent struct {
	Query  *layers.Linear  // hidden → heads·(d + turned)
	Down   *layers.Linear  // hidden → latent
	Norm   *layers.RMSNorm // of the latent
	Key    *layers.Linear  // latent → heads·d
	Value  *layers.Linear  // latent → heads·d
	Turned *layers.Linear  // hidden → turned, the shared key
	Output *layers.Linear  // heads·d → hidden
	Heads  int
	Rotary *RotaryPairs // of turned elements
	Cache  *Cache       // of latents with shared keys, while decoding; nil: none
}

// LatentSizes are those of a Latent.
type LatentSizes struct {
	Hidden, Heads, D int // d: of a head's keys and values, without what is turned
	Latent, Turned   int // turned is even
	Longest          int // positions
}

// NewLatent declares the weights. No position sees a later one.
func NewLatent(s *graph.Scope, z LatentSizes) *Latent {
	return &Latent{
		Query:  layers.NewLinearNoBias(s.In("query"), z.Hidden, z.Heads*(z.D+z.Turned)),
		Down:   layers.NewLinearNoBias(s.In("down"), z.Hidden, z.Latent),
		Norm:   layers.NewRMSNorm(s.In("norm"), z.Latent, 1e-6),
		Key:    layers.NewLinearNoBias(s.In("key"), z.Latent, z.Heads*z.D),
		Value:  layers.NewLinearNoBias(s.In("value"), z.Latent, z.Heads*z.D),
		Turned: layers.NewLinearNoBias(s.In("turned"), z.Hidden, z.Turned),
		Output: layers.NewLinearNoBias(s.In("output"), z.Heads*z.D, z.Hidden),
		Heads:  z.Heads,
		Rotary: NewRotaryPairs(s, z.Longest, z.Turned, 10000),
	}
}

// Remember gives a a new Cache of longest positions, for as many rows as at [batch]
// has: latent + turned numbers a position.
func (a *Latent) Remember(s *graph.Scope, at *graph.Node, longest int) {
	width := a.Down.Weight.Dim(0) + a.Turned.Weight.Dim(0)
	a.Cache = &Cache{Keys: s.State("latents", at.Dim(0), 1, longest, width), At: at}
}

// Forward lets every position of x [batch, seq, hidden] attend to those up to it.
// mask is as in DotProduct.
func (a *Latent) Forward(x, mask *graph.Node) *graph.Node {
	var positions *graph.Node
	if a.Cache != nil {
		positions = a.Cache.Positions(x.Dim(1))
	}
	turned := a.Turned.Weight.Dim(0)
	q := split(a.Query.Forward(x), a.Heads) // [batch, heads, seq, d+turned]
	d := q.Dim(3) - turned
	p := latentParts{
		q:      q.Slice(3, 0, d),                                              // [batch, heads, seq, d]
		turned: a.Rotary.Forward(q.Slice(3, d, d+turned), positions),          // [batch, heads, seq, turned]
		latent: a.Norm.Forward(a.Down.Forward(x)).Unsqueeze(1),                // [batch, 1, seq, latent]
		shared: a.Rotary.Forward(a.Turned.Forward(x).Unsqueeze(1), positions), // [batch, 1, seq, turned]
		config: ops.AttentionConfig{Causal: true, Scale: root(d + turned)},
	}
	if a.Cache != nil {
		return a.Output.Forward(merge(a.absorbed(p, mask)))
	}
	return a.Output.Forward(merge(a.spelled(p, mask)))
}

// root is 1/√n.
func root(n int) float64 { return 1 / math.Sqrt(float64(max(n, 1))) }
