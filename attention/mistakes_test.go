package attention_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
)

// What does not fit is said, with what is wanted.
func TestMistakesOfForms(t *testing.T) {
	sparse := attention.Formula{Normaliser: attention.Sparsemax{}}
	four := func(s *graph.Scope) *graph.Node { return s.Input("q", 1, 2, 3, 4) }
	three := func(s *graph.Scope) *graph.Node { return s.Input("x", 1, 3, 8) }
	for want, draw := range map[string]func(s *graph.Scope){
		"mask m bool [4, 1, 1, 3] does not broadcast to scores [1, 2, 3, 3]": func(s *graph.Scope) {
			q := four(s)
			sparse.Forward(q, q, q, s.Bools("m", 4, 1, 1, 3))
		},
		"mask m bool [1, 3] does not broadcast to scores [1, 2]": func(s *graph.Scope) {
			attention.NewPooling(s, 3, 3).Forward(s.Input("x", 1, 2, 3), s.Bools("m", 1, 3))
		},
		"x [1, 3, 8]: want [batch, heads, seq, d]": func(s *graph.Scope) {
			x := three(s)
			sparse.Forward(x, x, x, nil)
		},
		"[1, 3, 8]: want [batch, seq, hidden], hidden a multiple of 3 heads": func(s *graph.Scope) {
			attention.NewSharedMap(s, 8).Forward(s.Input("w", 1, 3, 4, 4), three(s))
		},
		"q [1, 2, 3, 4]: 2 heads of keys: want a divisor of 3 heads": func(s *graph.Scope) {
			q := four(s)
			sparse.Forward(s.Input("three", 1, 3, 3, 4), q, q, nil)
		},
		"gate g [3]: want [2], one for each head": func(s *graph.Scope) {
			a := &attention.HeadGate{MultiHead: attention.NewMultiHead(s, 8, 2), Gate: s.Input("g", 3)}
			x := three(s)
			a.Forward(x, x, nil)
		},
		"1 sources to concatenate: want 2": func(s *graph.Scope) { attention.NewFuseConcat(s, 2, 8).Forward(three(s)) },
		"no sources to attend to: want at least one": func(s *graph.Scope) {
			attention.NewFuseAttention(s, 8, 4).Forward(three(s))
		},
		"relative bias of 3 buckets: want at least 4": func(s *graph.Scope) { attention.NewRelativeBias(s, 2, 3, true) },
		"furthest 4: want more than 4, half of the buckets": func(s *graph.Scope) {
			b := attention.NewRelativeBias(s, 2, 8, false)
			b.Furthest = 4
			b.Forward(attention.Within(s, 3))
		},
		"window of 0 positions: want at least 1": func(s *graph.Scope) {
			(&attention.Windowed{MultiHead: attention.NewMultiHead(s, 8, 2)}).Forward(three(s), nil)
		},
		"soft cap of 0: want a finite number above 0": func(s *graph.Scope) { q := four(s); attention.SoftCap{}.Forward(q, q) },
		"temperature 0: want more than 0":             func(s *graph.Scope) { q := four(s); attention.Temperature{}.Forward(q, q) },
		"want as many queries as keys, and": func(s *graph.Scope) {
			attention.FastWeights{}.Forward(four(s), s.Input("k", 1, 2, 5, 4), s.Input("v", 1, 2, 5, 4), nil)
		},
	} {
		g := graph.New(nil)
		draw(g.Scope())
		require.ErrorContains(t, g.Err(), want)
	}
}

// Parts that are left out are the plain ones.
func TestZeroValuesArePlain(t *testing.T) {
	out, err := function(t, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		q, x := in.Get("q"), in.Get("x")
		plain, a := attention.ScaledDot{}.Forward(q, q), attention.NewMultiHead(s, hidden, heads)
		return graph.Outputs{
			"cap":          attention.SoftCap{Cap: 1e6}.Forward(q, q).Sub(plain).Abs().Max(),
			"temperature":  attention.Temperature{By: 1}.Forward(q, q).Sub(plain).Abs().Max(),
			"composed":     (&attention.Composed{MultiHead: a}).Forward(x, x, nil).Sub(a.Forward(x, x, nil)).Abs().Max(),
			"windowed":     (&attention.Windowed{MultiHead: a, Size: 2}).Weights(x, nil).Sum(-1).Shift(-1).Abs().Max(),
			"out of sight": (&attention.Windowed{MultiHead: a, Size: 2}).Weights(x, nil).Slice(2, 2, 3).Slice(3, 0, 1).Max(),
		}
	}).Run(graph.Values{"q": noise(1, 3), "x": rows(text(1, 5))})
	require.NoError(t, err)
	for name, x := range out {
		require.InDelta(t, 0, x.Float32s()[0], 1e-5, name)
	}
}
