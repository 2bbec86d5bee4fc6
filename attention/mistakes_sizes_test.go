package attention_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
)

// Sizes that do not fit are told where they are met, and never panic.
func TestMistakesOfSizes(t *testing.T) {
	in := func(s *graph.Scope, name string, shape ...int) *graph.Node { return s.Input(name, shape...) }
	linear := attention.Linear{}
	for name, c := range map[string]struct {
		want string
		draw func(s *graph.Scope)
	}{
		"linear, rank": {"q x [2, 3, 4] · k x [2, 3, 4] · v x [2, 3, 4]: want [batch, heads, query, d]", func(s *graph.Scope) {
			x := in(s, "x", 2, 3, 4)
			linear.Forward(x, x, x, nil)
		}},
		"causal, rank": {"want [batch, heads, query, d]", func(s *graph.Scope) {
			x := in(s, "x", 2, 3, 4)
			linear.Causal(x, x, x, nil, 2)
		}},
		"causal, scalar": {"want", func(s *graph.Scope) {
			x := in(s, "x")
			linear.Causal(x, x, x, nil, 2)
		}},
		"causal, values": {"v v [1, 2, 5, 4]: want", func(s *graph.Scope) {
			linear.Causal(in(s, "q", 1, 2, 3, 4), in(s, "k", 1, 2, 3, 4), in(s, "v", 1, 2, 5, 4), nil, 2)
		}},
		"causal, heads": {"kvHeads a divisor of heads", func(s *graph.Scope) {
			linear.Causal(in(s, "q", 1, 3, 3, 4), in(s, "k", 1, 2, 3, 4), in(s, "v", 1, 2, 3, 4), nil, 2)
		}},
		"step, heads of the cache": {"sums sums [1, 2, 4, 4] and totals totals [1, 2, 1, 4]: want [1 3 4 4] and [1 3 1 4]", func(s *graph.Scope) {
			x := in(s, "x", 1, 3, 3, 4)
			linear.Step(x, x, x, attention.NewLinearCache(s, 1, 2, 4, 4))
		}},
		"step, rank": {"want [batch, heads, query, d]", func(s *graph.Scope) {
			x := in(s, "x", 3, 4)
			linear.Step(x, x, x, attention.NewLinearCache(s, 1, 2, 4, 4))
		}},
		"next, sums": {"want [1 2 4 4] and [1 2 1 4]", func(s *graph.Scope) {
			x := in(s, "x", 1, 2, 3, 4)
			linear.Next(x, x, x, in(s, "sums", 4), in(s, "totals", 4))
		}},
		"performer": {"4 columns and 3 rows", func(s *graph.Scope) {
			x := in(s, "x", 1, 2, 3, 4)
			attention.Linear{Map: attention.NewPerformer(s, 5, 3, 1)}.Causal(x, x, x, nil, 2)
		}},
		"memory, scalar mask": {"mask m bool []: want [batch, heads, query, key]", func(s *graph.Scope) {
			k := in(s, "k", 1, 2, 3, 4)
			attention.NewMemory(s, 2, 3, 4).Extend(k, k, s.Bools("m"))
		}},
		"memory, longer mask": {"of 3 keys", func(s *graph.Scope) {
			k := in(s, "k", 1, 2, 3, 4)
			attention.NewMemory(s, 2, 3, 4).Extend(k, k, s.Bools("m", 1, 1, 1, 7))
		}},
		"sources of another length": {"source a [1, 2, 8] for x x [1, 4, 8]: want [batch, seq, hidden], both alike", func(s *graph.Scope) {
			attention.NewFuseAttention(s, 8, 4).Forward(in(s, "x", 1, 4, 8), in(s, "a", 1, 2, 8), in(s, "b", 1, 2, 8))
		}},
		"cosine of fewer heads": {"q [1, 1, 3, 4]: 1 heads: logScale [3, 1, 1] has temperatures of 3", func(s *graph.Scope) {
			attention.NewCosine(s, 3).Forward(in(s, "q", 1, 1, 3, 4), in(s, "k", 1, 1, 3, 4))
		}},
		"coverage, longer mask": {"mask m bool [1, 1, 9, 3]: want", func(s *graph.Scope) {
			attention.NewCoverage(s, 4, 4, 4).Weights(in(s, "q", 1, 2, 3, 4), in(s, "k", 1, 2, 3, 4), s.Bools("m", 1, 1, 9, 3))
		}},
		"fast weights, values": {"v v [1, 2, 9, 4]: want", func(s *graph.Scope) {
			x := in(s, "x", 1, 2, 3, 4)
			attention.FastWeights{}.Forward(x, x, in(s, "v", 1, 2, 9, 4), nil)
		}},
		"fast weights, beta": {"b [1, 2, 9, 1] for keys x [1, 2, 3, 4]: want", func(s *graph.Scope) {
			x := in(s, "x", 1, 2, 3, 4)
			attention.FastWeights{Beta: in(s, "b", 1, 2, 9, 1)}.Forward(x, x, x, nil)
		}},
		"hierarchical, rank": {"x [1, 3, 8]: want [batch, sentences, words, hidden]", func(s *graph.Scope) {
			attention.NewHierarchical(s, 8, 4).Forward(in(s, "x", 1, 3, 8), nil, nil)
		}},
		"attend to other heads": {"keys [1, 3, 8] have heads of 4 elements: want 2, as queries have", func(s *graph.Scope) {
			x, a, b := in(s, "x", 1, 3, 8), attention.NewMultiHead(s.In("a"), 8, 2), attention.NewMultiHead(s.In("b"), 8, 4)
			b.Attend(x, a.KeyValue(x), nil)
		}},
		"attend to nothing": {"no keys and values to attend to", func(s *graph.Scope) {
			attention.NewMultiHead(s, 8, 2).Attend(in(s, "x", 1, 3, 8), attention.KeyValue{}, nil)
		}},
		"window below 0": {"window of -1 positions: want at least 1", func(s *graph.Scope) {
			x := in(s, "x", 1, 2, 3, 8)
			attention.Formula{Normaliser: attention.Entmax15{}, Window: -1}.Forward(x, x, x, nil)
		}},
		"slopes": {"3 slopes for 2 heads: want one for each", func(s *graph.Scope) {
			x := in(s, "x", 1, 2, 3, 8)
			attention.Formula{Normaliser: attention.Entmax15{}, Slopes: attention.Slopes(3)}.Forward(x, x, x, nil)
		}},
		"no cap": {"soft cap of +Inf: want a finite number", func(s *graph.Scope) {
			x := in(s, "x", 1, 2, 3, 8)
			attention.Formula{Score: attention.SoftCap{Cap: math.Inf(1)}}.Forward(x, x, x, nil)
		}},
		"concat": {"q q [1, 2, 3, 9] · k k [1, 2, 3, 4]: 9 and 4 elements: weight [5, 8] takes 8 of both", func(s *graph.Scope) {
			attention.NewConcat(s, 4, 4, 5).Forward(in(s, "q", 1, 2, 3, 9), in(s, "k", 1, 2, 3, 4))
		}},
		"general": {"want [batch, heads, query, 4] and [batch, kvHeads, key, 4], as key.weight [4, 4]", func(s *graph.Scope) {
			attention.NewGeneral(s, 4, 4).Forward(in(s, "q", 2, 3, 4), in(s, "k", 1, 2, 3, 4))
		}},
		"values beside nothing": {"values beside a layer without a cache", func(s *graph.Scope) {
			attention.NewSharedMap(s, 8).Remember(s, attention.NewMultiHead(s.In("a"), 8, 2))
		}},
		"no times": {"caches of a layer drawn 0 times: want at least 1", func(s *graph.Scope) {
			attention.NewMultiHead(s, 8, 2).RememberTimes(s, s.Ints("at", 1), 5, 0)
		}},
		"one time too many": {"a second Append in one drawing", func(s *graph.Scope) {
			a, x := attention.NewMultiHead(s, 8, 2), in(s, "x", 1, 3, 8)
			a.RememberTimes(s, s.Ints("at", 1), 5, 2)
			attention.Repeat(residualOf{a}, 3, x, nil)
		}},
	} {
		g := graph.New(nil)
		c.draw(g.Scope())
		require.ErrorContains(t, g.Err(), c.want, name)
	}
}
