package attention_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/weights"
)

// form is a way of a decoder to attend: of x [batch, seq, hidden] in whole, or of new
// positions at [batch].
type form func(s *graph.Scope, x, at *graph.Node) *graph.Node

// composed attends in heads, with places for what is added to the scores.
func composed(weigher func(s *graph.Scope, p attention.Places) (attention.Weigher, *graph.Node)) form {
	return func(s *graph.Scope, x, at *graph.Node) *graph.Node {
		a := &attention.Composed{MultiHead: attention.NewGroupedMultiHead(s, hidden, heads, 2)}
		a.Causal = true
		p := attention.Within(s, x.Dim(1))
		if at != nil {
			a.Remember(s.In("cache"), at, longest)
			p = a.Cache.Places(x.Dim(1))
		}
		w, mask := weigher(s, p)
		a.Weigher = w
		return a.Forward(x, x, mask)
	}
}

func byFormula(f func(s *graph.Scope) attention.Formula) form {
	return composed(func(s *graph.Scope, _ attention.Places) (attention.Weigher, *graph.Node) { return f(s), nil })
}

func byMask(f func(s *graph.Scope, p attention.Places) *graph.Node) form {
	return composed(func(s *graph.Scope, p attention.Places) (attention.Weigher, *graph.Node) {
		return attention.Formula{}, f(s, p)
	})
}

// shaws is Shaw as a Weigher of given places.
type shaws struct {
	*attention.Shaw
	at attention.Places
}

func (w shaws) Forward(q, k, v, mask *graph.Node) *graph.Node {
	return w.Shaw.Forward(q, k, v, mask, w.at)
}

func (w shaws) Weights(q, k, mask *graph.Node) *graph.Node { return w.Shaw.Weights(q, k, mask, w.at) }

const d = hidden / heads

// causalForms are all that a decoder can do.
var causalForms = map[string]form{
	"dot": byFormula(func(*graph.Scope) attention.Formula { return attention.Formula{Score: attention.Dot{}} }),
	"general": byFormula(func(s *graph.Scope) attention.Formula {
		return attention.Formula{Score: attention.NewGeneral(s.In("score"), d, d)}
	}),
	"additive": byFormula(func(s *graph.Scope) attention.Formula {
		return attention.Formula{Score: attention.NewAdditive(s.In("score"), d, d, 6)}
	}),
	"concat": byFormula(func(s *graph.Scope) attention.Formula {
		return attention.Formula{Score: attention.NewConcat(s.In("score"), d, d, 6)}
	}),
	"location": byFormula(func(s *graph.Scope) attention.Formula {
		return attention.Formula{Score: attention.NewLocation(s.In("score"), d, longest)}
	}),
	"cosine": byFormula(func(s *graph.Scope) attention.Formula { return attention.Formula{Score: attention.NewCosine(s, heads)} }),
	"qk norm": byFormula(func(s *graph.Scope) attention.Formula {
		return attention.Formula{Score: attention.NewQKNorm(s.In("norm"), d)}
	}),
	"soft cap": byFormula(func(*graph.Scope) attention.Formula {
		return attention.Formula{Score: attention.SoftCap{Score: attention.ScaledDot{}, Cap: 2}}
	}),
	"sparsemax": byFormula(func(*graph.Scope) attention.Formula { return attention.Formula{Normaliser: attention.Sparsemax{}} }),
	"entmax":    byFormula(func(*graph.Scope) attention.Formula { return attention.Formula{Normaliser: attention.Entmax15{}} }),
	"top 3":     byFormula(func(*graph.Scope) attention.Formula { return attention.Formula{Normaliser: attention.TopK{K: 3}} }),
	"talking heads": composed(func(s *graph.Scope, _ attention.Places) (attention.Weigher, *graph.Node) {
		return attention.NewTalkingHeads(s.In("talk"), heads), nil
	}),
	"window":  byMask(func(_ *graph.Scope, p attention.Places) *graph.Node { return attention.Window(p, 4) }),
	"strided": byMask(func(_ *graph.Scope, p attention.Places) *graph.Node { return attention.Strided(p, 3) }),
	"blocks":  byMask(func(_ *graph.Scope, p attention.Places) *graph.Node { return attention.BlockLocal(p, 4, 2) }),
	"alibi":   byMask(func(_ *graph.Scope, p attention.Places) *graph.Node { return attention.ALiBi(p, heads) }),
	"relative bias": byMask(func(s *graph.Scope, p attention.Places) *graph.Node {
		return attention.NewRelativeBias(s.In("bias"), heads, 8, false).Forward(p)
	}),
	"shaw": composed(func(s *graph.Scope, p attention.Places) (attention.Weigher, *graph.Node) {
		return shaws{attention.NewShaw(s.In("shaw"), 3, d, d), p}, nil
	}),
	"rotary":       byTurning(func(s *graph.Scope) attention.Position { return attention.NewRotary(s, longest, 4, 100) }),
	"rotary pairs": byTurning(func(s *graph.Scope) attention.Position { return attention.NewRotaryPairs(s, longest, 4, 100) }),
	"latent": func(s *graph.Scope, x, at *graph.Node) *graph.Node {
		a := attention.NewLatent(s, attention.LatentSizes{Hidden: hidden, Heads: heads, D: 4, Latent: 6, Turned: 2, Longest: longest})
		if at != nil {
			a.Remember(s.In("cache"), at, longest)
		}
		return a.Forward(x, nil)
	},
	"window in a ring": func(s *graph.Scope, x, at *graph.Node) *graph.Node {
		a := &attention.Windowed{MultiHead: attention.NewGroupedMultiHead(s, hidden, heads, 2), Size: 4}
		a.Position = attention.NewRotary(s, longest, 4, 100)
		if at != nil {
			a.Remember(s.In("cache"), at)
		}
		return a.Forward(x, nil)
	},
	"keys and values of another layer": func(s *graph.Scope, x, at *graph.Node) *graph.Node {
		first := attention.NewGroupedMultiHead(s.In("first"), hidden, heads, 2)
		first.Causal = true
		if at != nil {
			first.Remember(s.In("cache"), at, longest)
		}
		second := &attention.MultiHead{
			Query:  layers.NewLinear(s.In("query"), hidden, hidden),
			Output: layers.NewLinear(s.In("output"), hidden, hidden),
			Heads:  heads, Causal: true,
		}
		kv := first.KeyValue(x)
		return second.Attend(first.Attend(x, kv, nil), kv, nil)
	},
}

func byTurning(position func(s *graph.Scope) attention.Position) form {
	return func(s *graph.Scope, x, at *graph.Node) *graph.Node {
		a := &attention.Composed{MultiHead: attention.NewMultiHead(s, hidden, heads), Weigher: attention.Formula{Normaliser: attention.Entmax15{}}}
		a.Causal, a.Position = true, position(s)
		if at != nil {
			a.Remember(s.In("cache"), at, longest)
		}
		return a.Forward(x, x, nil)
	}
}

// Whatever the form, a prompt in two pieces and then step by step gives what the
// whole text gives in one pass; and beams go on from each other's rows.
func TestEveryCausalFormDecodesStepByStep(t *testing.T) {
	texts := [][][]float32{text(1, 15), text(2, 15)}
	for name, draw := range causalForms {
		t.Run(name, func(t *testing.T) {
			f, err := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
				var at *graph.Node
				if in.Has("at") {
					at = in.Get("at")
				}
				return graph.Outputs{"y": draw(s, in.Get("x"), at)}
			})
			require.NoError(t, err)
			want := run(t, f, graph.Values{"x": rows(texts...)}, nil)
			states := graph.NewStates()
			for _, piece := range [][2]int{{0, 6}, {6, 8}, {8, 9}, {9, 10}, {10, 11}, {11, 15}} {
				from, to := piece[0], piece[1]
				y := run(t, f, graph.Values{"x": rows(texts[0][from:to], texts[1][from:to]), "at": ints(from, from)}, states)
				for b := range texts {
					for i := range to - from {
						near(t, want[b][from+i], y[b][i], "text %d at %d", b, from+i)
					}
				}
			}
		})
	}
}

// What comes later changes nothing before.
func TestEveryCausalFormIsCausal(t *testing.T) {
	long, short := text(1, 12), text(1, 12)[:7]
	for name, draw := range causalForms {
		f, err := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
			return graph.Outputs{"y": draw(s, in.Get("x"), nil)}
		})
		require.NoError(t, err)
		want, got := run(t, f, graph.Values{"x": rows(short)}, nil)[0], run(t, f, graph.Values{"x": rows(long)}, nil)[0]
		for i := range short {
			near(t, want[i], got[i], "%s at %d", name, i)
		}
	}
}

// Rows of a batch do not see each other: another order of rows is the same results in
// that order.
func TestEveryFormKeepsRowsApart(t *testing.T) {
	texts := [][][]float32{text(1, 6), text(2, 6), text(3, 6)}
	for name, draw := range causalForms {
		f, err := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
			return graph.Outputs{"y": draw(s, in.Get("x"), nil)}
		})
		require.NoError(t, err)
		y := run(t, f, graph.Values{"x": rows(texts...)}, nil)
		turned := run(t, f, graph.Values{"x": rows(texts[2], texts[0], texts[1])}, nil)
		for i, b := range []int{2, 0, 1} {
			require.Equal(t, y[b], turned[i], fmt.Sprint(name, " row ", b))
		}
	}
}
