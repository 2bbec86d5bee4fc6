package attention_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// crossWeighers are ways to weigh, those among them that count places themselves.
var crossWeighers = map[string]func(s *graph.Scope) attention.Weigher{
	"nil":      func(*graph.Scope) attention.Weigher { return nil },
	"soft cap": weighing(attention.Formula{Score: attention.SoftCap{Cap: 2}}),
	"warm":     weighing(attention.Formula{Score: attention.Temperature{By: 2}}),
	"additive": func(s *graph.Scope) attention.Weigher {
		return attention.Formula{Score: attention.NewAdditive(s.In("score"), d, d, 6)}
	},
	"general, top 3": func(s *graph.Scope) attention.Weigher {
		return attention.Formula{Score: attention.NewGeneral(s.In("score"), d, d), Normaliser: attention.TopK{K: 3}}
	},
	"cosine": func(s *graph.Scope) attention.Weigher {
		return attention.Formula{Score: attention.NewCosine(s, heads)}
	},
	"location": func(s *graph.Scope) attention.Weigher {
		return attention.Formula{Score: attention.NewLocation(s.In("score"), d, longest)}
	},
	"QK norm, entmax": func(s *graph.Scope) attention.Weigher {
		return attention.Formula{Score: attention.NewQKNorm(s.In("norm"), d), Normaliser: attention.Entmax15{}}
	},
	"sparsemax":               weighing(attention.Formula{Normaliser: attention.Sparsemax{}}),
	"sigmoid":                 weighing(attention.Formula{Normaliser: attention.Sigmoid{}}),
	"causal":                  weighing(attention.Formula{Causal: true}),
	"window, slopes":          weighing(attention.Formula{Window: 3, Slopes: attention.Slopes(heads)}),
	"causal window":           weighing(attention.Formula{Causal: true, Window: 3}),
	"entmax, window, slopes":  weighing(attention.Formula{Window: 3, Slopes: attention.Slopes(heads), Normaliser: attention.Entmax15{}}),
	"entmax, causal":          weighing(attention.Formula{Causal: true, Normaliser: attention.Entmax15{}}),
	"by a pointer":            weighing(&attention.Formula{Window: 3, Slopes: attention.Slopes(heads)}),
	"a memory":                func(s *graph.Scope) attention.Weigher { return remembering{attention.NewMemory(s, heads, 3, d)} },
	"talking through windows": talking(attention.Formula{Window: 3, Slopes: attention.Slopes(heads)}),
}

func weighing(w attention.Weigher) func(*graph.Scope) attention.Weigher {
	return func(*graph.Scope) attention.Weigher { return w }
}

func talking(f attention.Formula) func(s *graph.Scope) attention.Weigher {
	return func(s *graph.Scope) attention.Weigher {
		t := attention.NewTalkingHeads(s.In("talk"), heads)
		t.Formula = f
		return t
	}
}

// crossMasks are what a position sees; prefix alone is not causal.
var crossMasks = map[string]func(s *graph.Scope, p attention.Places) *graph.Node{
	"causal":  func(*graph.Scope, attention.Places) *graph.Node { return nil },
	"window":  func(_ *graph.Scope, p attention.Places) *graph.Node { return attention.Window(p, 4) },
	"strided": func(_ *graph.Scope, p attention.Places) *graph.Node { return attention.Strided(p, 3) },
	"blocks":  func(_ *graph.Scope, p attention.Places) *graph.Node { return attention.BlockLocal(p, 4, 2) },
	"alibi":   func(_ *graph.Scope, p attention.Places) *graph.Node { return attention.ALiBi(p, heads) },
	"bias": func(s *graph.Scope, p attention.Places) *graph.Node {
		return attention.NewRelativeBias(s.In("bias"), heads, 8, false).Forward(p)
	},
	"prefix": func(s *graph.Scope, p attention.Places) *graph.Node { return attention.Prefix(p, s.Whole(4)) },
	"prefix with a bias": func(s *graph.Scope, p attention.Places) *graph.Node {
		return attention.And(attention.Prefix(p, s.Whole(4)), attention.ALiBi(p, heads))
	},
}

// crossed attends by a weigher, under a mask, with positions.
func crossed(weigher, mask, position string) graph.Draw {
	return func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		x, a := in.Get("x"), &attention.Composed{MultiHead: attention.NewMultiHead(s, hidden, heads), Weigher: crossWeighers[weigher](s)}
		a.Causal = mask != "prefix" && mask != "prefix with a bias"
		p, at := attention.Within(s, x.Dim(1)), (*graph.Node)(nil)
		if in.Has("at") {
			a.Remember(s.In("cache"), in.Get("at"), longest)
			p, at = a.Cache.Places(x.Dim(1)), a.Cache.Positions(x.Dim(1))
		}
		if turned := positions[position].turned; turned != nil {
			a.Position = turned(s)
		}
		if added := positions[position].added; added != nil {
			x = added(s.In("position")).Forward(x, at)
		}
		return graph.Outputs{"y": a.Forward(x, x, crossMasks[mask](s, p))}
	}
}

// However scores, normalisers, what they count themselves, masks and positions are put
// together: a prompt and then step by step is the whole text in one pass.
func TestEveryCompositionDecodesStepByStep(t *testing.T) {
	texts := [][][]float32{text(1, 10), text(2, 10)}
	for weigher := range crossWeighers {
		for mask := range crossMasks {
			for position := range positions {
				name := weigher + " · " + mask + " · " + position
				decodes(t, function(t, crossed(weigher, mask, position)), texts, name)
			}
		}
	}
}

// decodes wants of f, a prompt of 5 and then step by step, what it gives in one pass.
func decodes(t *testing.T, f *graph.Function, texts [][][]float32, name string) {
	t.Helper()
	want := run(t, f, graph.Values{"x": rows(texts...)}, nil)
	states := graph.NewStates()
	for _, piece := range [][2]int{{0, 5}, {5, 6}, {6, 7}, {7, 8}, {8, 10}} {
		from, to := piece[0], piece[1]
		y := run(t, f, graph.Values{"x": rows(texts[0][from:to], texts[1][from:to]), "at": ints(from, from)}, states)
		for b := range texts {
			for i := range to - from {
				near(t, want[b][from+i], y[b][i], "%s: text %d at %d", name, b, from+i)
			}
		}
	}
}

// A MultiHead itself sees a prefix, with a cache and without, and so do the weights.
func TestPrefixWithACache(t *testing.T) {
	for _, kvHeads := range []int{1, 2, 4} {
		f := function(t, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
			x, a := in.Get("x"), attention.NewGroupedMultiHead(s, hidden, heads, kvHeads)
			p := attention.Within(s, x.Dim(1))
			if in.Has("at") {
				a.Remember(s.In("cache"), in.Get("at"), longest)
				p = a.Cache.Places(x.Dim(1))
			}
			y := a.Forward(x, x, attention.Prefix(p, s.Whole(4)))
			first := a.Weights(x, x, attention.Prefix(p, s.Whole(4))).Slice(2, 0, 1) // [batch, heads, 1, key]
			return graph.Outputs{"y": y, "first": first}
		})
		decodes(t, f, [][][]float32{text(1, 10), text(2, 10)}, "prefix")
		for name, in := range map[string]graph.Values{
			"whole": {"x": rows(text(1, 6))}, "cached": {"x": rows(text(1, 6)), "at": ints(0)},
		} {
			out, err := f.Run(in)
			require.NoError(t, err)
			w := out["first"].Float32s()
			require.Positive(t, w[3], name)
			require.Zero(t, w[4], name)
		}
	}
}

// Keys and values that a layer has made are attended to as it would itself: through its
// window, its gates, its weigher; and by queries that stand where its cache is.
func TestAttendIsForward(t *testing.T) {
	type attends interface {
		Attend(x *graph.Node, kv attention.KeyValue, mask *graph.Node) *graph.Node
		KeyValue(memory *graph.Node) attention.KeyValue
	}
	for name, part := range map[string]func(s *graph.Scope, m *attention.MultiHead) (attends, func(x *graph.Node) *graph.Node){
		"multi-head": func(_ *graph.Scope, m *attention.MultiHead) (attends, func(x *graph.Node) *graph.Node) {
			return m, func(x *graph.Node) *graph.Node { return m.Forward(x, x, nil) }
		},
		"fused": func(_ *graph.Scope, m *attention.MultiHead) (attends, func(x *graph.Node) *graph.Node) {
			a := &attention.Fused{MultiHead: m, Window: 2, SoftCap: 1, Slopes: attention.Slopes(heads)}
			return a, func(x *graph.Node) *graph.Node { return a.Forward(x, x, nil) }
		},
		"windowed": func(_ *graph.Scope, m *attention.MultiHead) (attends, func(x *graph.Node) *graph.Node) {
			a := &attention.Windowed{MultiHead: m, Size: 2}
			return a, func(x *graph.Node) *graph.Node { return a.Forward(x, nil) }
		},
		"gated": func(s *graph.Scope, m *attention.MultiHead) (attends, func(x *graph.Node) *graph.Node) {
			a := &attention.HeadGate{MultiHead: m, Gate: s.Table([]float64{0, 2, 0, 1}, heads)}
			return a, func(x *graph.Node) *graph.Node { return a.Forward(x, x, nil) }
		},
		"composed": func(_ *graph.Scope, m *attention.MultiHead) (attends, func(x *graph.Node) *graph.Node) {
			a := &attention.Composed{MultiHead: m, Weigher: attention.Formula{Normaliser: attention.Sparsemax{}, Window: 3}}
			return a, func(x *graph.Node) *graph.Node { return a.Forward(x, x, nil) }
		},
	} {
		f := function(t, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
			m := attention.NewGroupedMultiHead(s, hidden, heads, 2)
			m.Causal, m.Position = true, attention.NewRotary(s, longest, 4, 100)
			other := *m // which has no cache
			if in.Has("at") {
				m.Remember(s.In("cache"), in.Get("at"), longest)
			}
			x := in.Get("x")
			kept := m.KeyValue(x)
			beside, _ := part(s, &other)
			_, forward := part(s, m)
			return graph.Outputs{"y": beside.Attend(x, kept, nil), "forward": forward(x)}
		})
		decodes(t, f, [][][]float32{text(1, 10), text(2, 10)}, name)
		out, err := f.Run(graph.Values{"x": rows(text(1, 6)), "at": ints(3)})
		require.NoError(t, err)
		require.InDeltaSlice(t, out["forward"].Data(), out["y"].Data(), 1e-6, name)
		out, err = f.Run(graph.Values{"x": rows(text(1, 6))})
		require.NoError(t, err)
		require.InDeltaSlice(t, out["forward"].Data(), out["y"].Data(), 1e-6, name)
	}
}

// A temperature, alone or within a soft cap, is the scale of the one operation.
func TestTemperatureIsFused(t *testing.T) {
	for name, score := range map[string]attention.Score{
		"scaled": attention.Temperature{By: 0.7}, "dot": attention.Temperature{Score: attention.Dot{}, By: 3},
		"twice":  attention.Temperature{Score: attention.Temperature{Score: attention.ScaledDot{Scale: 2}, By: 2}, By: 3},
		"capped": attention.SoftCap{Score: attention.Temperature{By: 0.5}, Cap: 2},
	} {
		q := graph.New(weights.New(1)).Scope().Input("q", 2, heads, 5, d)
		require.Equal(t, "attention", attention.Formula{Score: score}.Forward(q, q, q, nil).Gorgonia().Op().String()[:len("attention")], name)
		out, err := function(t, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
			q := in.Get("q")
			return graph.Outputs{
				"want": score.Forward(q, q).Softmax(-1), "got": attention.Formula{Score: score}.Weights(q, q, nil),
			}
		}).Run(graph.Values{"q": noise(1, 5)})
		require.NoError(t, err)
		require.InDeltaSlice(t, out["want"].Data(), out["got"].Data(), 1e-6, name)
	}
}
