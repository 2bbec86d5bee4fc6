package attention_test

import (
	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// looked is what a form is given: queries q [batch, heads, query, d], keys k and
// values v [batch, heads, key, d], and which keys may be seen, [batch, key] and as a
// mask; nil: all.
type looked struct {
	q, k, v    *graph.Node
	seen, mask *graph.Node
}

// x are the queries with heads side by side: [batch, query, hidden].
func (l looked) x() *graph.Node { return beside(l.q) }

// memory are the keys and values, likewise: [batch, key, hidden].
func (l looked) memory() *graph.Node { return beside(l.k.Add(l.v)) }

// beside is x [batch, heads, seq, d] with heads side by side.
func beside(x *graph.Node) *graph.Node {
	return x.Transpose(0, 2, 1, 3).Reshape(x.Dim(0), x.Dim(2), hidden) // [batch, seq, hidden]
}

// sees draws what a form makes of what it looks at, without an output's bias; and the
// weights, if it has any, [batch, …, key], whose rows sum to 1 or, if sums is false,
// need not.
type sees struct {
	draw func(s *graph.Scope, l looked) (y, w *graph.Node)
	sums bool
}

func weighed(weigher func(s *graph.Scope) attention.Weigher, sums bool) sees {
	return sees{func(s *graph.Scope, l looked) (y, w *graph.Node) {
		f := weigher(s)
		return f.Forward(l.q, l.k, l.v, l.mask), f.Weights(l.q, l.k, l.mask)
	}, sums}
}

func sightOf(score attention.Score) sees {
	return weighed(func(*graph.Scope) attention.Weigher { return attention.Formula{Score: score} }, true)
}

func sightBy(score func(s *graph.Scope) attention.Score) sees {
	return weighed(func(s *graph.Scope) attention.Weigher { return attention.Formula{Score: score(s)} }, true)
}

func sightThrough(n attention.Normaliser, sums bool) sees {
	return weighed(func(*graph.Scope) attention.Weigher { return attention.Formula{Normaliser: n} }, sums)
}

// added attends with something added to the scores beside what is hidden.
func added(bias func(s *graph.Scope, p attention.Places) *graph.Node) sees {
	return sees{func(s *graph.Scope, l looked) (y, w *graph.Node) {
		mask := attention.And(l.mask, bias(s, attention.Across(s, l.q.Dim(2), l.k.Dim(2))))
		return attention.DotProduct(l.q, l.k, l.v, mask, 0), attention.Formula{}.Weights(l.q, l.k, mask)
	}, true}
}

func only(draw func(s *graph.Scope, l looked) *graph.Node) sees {
	return sees{func(s *graph.Scope, l looked) (y, w *graph.Node) { return draw(s, l), nil }, false}
}

// unbiased is a MultiHead whose results are zeros if it sees nothing.
func unbiased(s *graph.Scope) *attention.MultiHead {
	a := attention.NewMultiHead(s, hidden, heads)
	a.Output.Bias = nil
	return a
}

// sighted are all forms that something can be hidden from.
var sighted = map[string]sees{
	"scaled dot": sightOf(nil),
	"dot":        sightOf(attention.Dot{}),
	"general":    sightBy(func(s *graph.Scope) attention.Score { return attention.NewGeneral(s, d, d) }),
	"additive":   sightBy(func(s *graph.Scope) attention.Score { return attention.NewAdditive(s, d, d, 6) }),
	"concat":     sightBy(func(s *graph.Scope) attention.Score { return attention.NewConcat(s, d, d, 6) }),
	"location":   sightBy(func(s *graph.Scope) attention.Score { return attention.NewLocation(s, d, longest) }),
	"cosine":     sightBy(func(s *graph.Scope) attention.Score { return attention.NewCosine(s, heads) }),
	"qk norm":    sightBy(func(s *graph.Scope) attention.Score { return attention.NewQKNorm(s, d) }),
	"soft cap":   sightOf(attention.SoftCap{Score: attention.ScaledDot{}, Cap: 1.5}),
	"soft cap of another": sightBy(func(s *graph.Scope) attention.Score {
		return attention.SoftCap{Score: attention.NewGeneral(s, d, d), Cap: 1.5}
	}),
	"temperature":   sightOf(attention.Temperature{Score: attention.ScaledDot{}, By: 0.5}),
	"sparsemax":     sightThrough(attention.Sparsemax{}, true),
	"entmax":        sightThrough(attention.Entmax15{}, true),
	"sigmoid":       sightThrough(attention.Sigmoid{}, false),
	"top 2":         sightThrough(attention.TopK{K: 2}, true),
	"top 6":         sightThrough(attention.TopK{K: 6}, true), // more than there are to see
	"top 3, sparse": sightThrough(attention.TopK{K: 3, Normaliser: attention.Sparsemax{}}, true),
	"talking heads": weighed(func(s *graph.Scope) attention.Weigher { return attention.NewTalkingHeads(s, heads) }, false),
	"alibi":         added(func(_ *graph.Scope, p attention.Places) *graph.Node { return attention.ALiBi(p, heads) }),
	"relative bias": added(func(s *graph.Scope, p attention.Places) *graph.Node {
		return attention.NewRelativeBias(s, heads, 8, true).Forward(p)
	}),
	"shaw": {func(s *graph.Scope, l looked) (y, w *graph.Node) {
		a, p := attention.NewShaw(s, 2, d, d), attention.Across(s, l.q.Dim(2), l.k.Dim(2))
		return a.Forward(l.q, l.k, l.v, l.mask, p), a.Weights(l.q, l.k, l.mask, p)
	}, true},
	"coverage": {func(s *graph.Scope, l looked) (y, w *graph.Node) {
		w, _ = attention.NewCoverage(s, d, d, 6).Weights(l.q, l.k, l.mask)
		return w.MatMul(l.v), w
	}, true},
	"multi-head": {func(s *graph.Scope, l looked) (y, w *graph.Node) {
		a := unbiased(s)
		a.Position = attention.NewRotary(s, longest, 4, 100)
		return a.Forward(l.x(), l.memory(), l.mask), a.Weights(l.x(), l.memory(), l.mask)
	}, true},
	"grouped heads": {func(s *graph.Scope, l looked) (y, w *graph.Node) {
		a := attention.NewGroupedMultiHead(s, hidden, heads, 2)
		a.Output.Bias = nil
		return a.Forward(l.x(), l.memory(), l.mask), a.Weights(l.x(), l.memory(), l.mask)
	}, true},
	"composed": {func(s *graph.Scope, l looked) (y, w *graph.Node) {
		a := &attention.Composed{MultiHead: unbiased(s), Weigher: attention.Formula{Normaliser: attention.Entmax15{}}}
		return a.Forward(l.x(), l.memory(), l.mask), a.Weights(l.x(), l.memory(), l.mask)
	}, true},
	"fused": {func(s *graph.Scope, l looked) (y, w *graph.Node) {
		a := &attention.Fused{MultiHead: unbiased(s), Window: 6, SoftCap: 2, Slopes: attention.Slopes(heads)}
		return a.Forward(l.x(), l.memory(), l.mask), a.Weights(l.x(), l.memory(), l.mask)
	}, true},
	"head gate": only(func(s *graph.Scope, l looked) *graph.Node {
		a := &attention.HeadGate{MultiHead: unbiased(s), Gate: s.Table([]float64{1, .5, 0, -1}, heads)}
		return a.Forward(l.x(), l.memory(), l.mask)
	}),
	"shared map": only(func(s *graph.Scope, l looked) *graph.Node {
		a := attention.NewSharedMap(s.In("second"), hidden)
		a.Output.Bias = nil
		return a.Forward(attention.NewMultiHead(s, hidden, heads).Weights(l.x(), l.memory(), l.mask), l.memory())
	}),
	"keys and values of another layer": only(func(s *graph.Scope, l looked) *graph.Node {
		second := &attention.MultiHead{Query: layers.NewLinear(s.In("q"), hidden, hidden), Output: layers.NewLinearNoBias(s.In("o"), hidden, hidden), Heads: heads}
		return second.Attend(l.x(), attention.NewMultiHead(s, hidden, heads).KeyValue(l.memory()), l.mask)
	}),
	"latent": only(func(s *graph.Scope, l looked) *graph.Node {
		a := attention.NewLatent(s, attention.LatentSizes{Hidden: hidden, Heads: heads, D: 4, Latent: 6, Turned: 2, Longest: longest})
		return a.Forward(l.memory(), l.mask).Slice(1, 1, 4)
	}),
	"windowed": only(func(s *graph.Scope, l looked) *graph.Node {
		return (&attention.Windowed{MultiHead: unbiased(s), Size: 3}).Forward(l.memory(), l.mask).Slice(1, 1, 4)
	}),
	"linear": only(func(_ *graph.Scope, l looked) *graph.Node { return attention.Linear{}.Forward(l.q, l.k, l.v, l.seen) }),
	"performer": only(func(s *graph.Scope, l looked) *graph.Node {
		return attention.Linear{Map: attention.NewPerformer(s, 9, d, 2)}.Forward(l.q, l.k, l.v, l.seen)
	}),
	"linear, causal": only(func(_ *graph.Scope, l looked) *graph.Node {
		return attention.Linear{}.Causal(l.k, l.k, l.v, l.seen, 2).Slice(2, 1, 4)
	}),
	"pooling": {func(s *graph.Scope, l looked) (y, w *graph.Node) {
		a := attention.NewPooling(s, hidden, 5)
		return a.Forward(l.memory(), l.seen), a.Weights(l.memory(), l.seen)
	}, true},
	"hierarchical, words": only(func(s *graph.Scope, l looked) *graph.Node {
		words := l.seen
		if words != nil {
			words = words.Unsqueeze(1)
		}
		return attention.NewHierarchical(s, hidden, 5).Forward(l.memory().Unsqueeze(1), words, nil)
	}),
	"hierarchical, sentences": only(func(s *graph.Scope, l looked) *graph.Node {
		return attention.NewHierarchical(s, hidden, 5).Forward(l.memory().Unsqueeze(2), nil, l.seen)
	}),
	"two-way, query": only(func(s *graph.Scope, l looked) *graph.Node {
		return attention.NewTwoWay(s, hidden).Forward(l.x(), l.memory(), nil, l.seen).Slice(2, hidden, 4*hidden) // but h itself
	}),
	"two-way, context": only(func(s *graph.Scope, l looked) *graph.Node {
		return attention.NewTwoWay(s, hidden).Forward(l.memory(), l.x(), l.seen, nil).Slice(2, 3*hidden, 4*hidden).Slice(1, 0, 4) // h∘h̃
	}),
}
