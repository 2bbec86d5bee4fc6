package attention_test

import (
	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// form is a way of a decoder to attend: of x [batch, seq, hidden] in whole, or of new
// positions at [batch], each row going on from the one that from [batch] names.
type form func(s *graph.Scope, x, at, from *graph.Node) *graph.Node

// remember gives a a cache if there is an at.
func remember(s *graph.Scope, a *attention.MultiHead, at, from *graph.Node) {
	if at != nil {
		a.Remember(s.In("cache"), at, longest)
		a.Cache.From = from
	}
}

// composed attends in heads, with places for what is added to the scores.
func composed(weigher func(s *graph.Scope, p attention.Places) (attention.Weigher, *graph.Node)) form {
	return func(s *graph.Scope, x, at, from *graph.Node) *graph.Node {
		a := &attention.Composed{MultiHead: attention.NewGroupedMultiHead(s, hidden, heads, 2)}
		a.Causal = true
		p := attention.Within(s, x.Dim(1))
		if remember(s, a.MultiHead, at, from); at != nil {
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
	"sigmoid":   byFormula(func(*graph.Scope) attention.Formula { return attention.Formula{Normaliser: attention.Sigmoid{}} }),
	"temperature": byFormula(func(*graph.Scope) attention.Formula {
		return attention.Formula{Score: attention.Temperature{Score: attention.ScaledDot{}, By: 0.4}}
	}),
	"top 3": byFormula(func(*graph.Scope) attention.Formula { return attention.Formula{Normaliser: attention.TopK{K: 3}} }),
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
	"rotary": byTurning(func(s *graph.Scope) attention.Position { return attention.NewRotary(s, longest, 4, 100) }),
	"rotary, stretched": byTurning(func(s *graph.Scope) attention.Position {
		return attention.NewStretchedRotary(s, longest, 4, 100, 3)
	}),
	"rotary, NTK": byTurning(func(s *graph.Scope) attention.Position {
		return attention.NewRotary(s, longest, 4, attention.NTKBase(100, 3, 4))
	}),
	"learned":      byAdding(func(s *graph.Scope) attention.Position { return attention.NewLearned(s, longest, hidden) }),
	"sinusoidal":   byAdding(func(s *graph.Scope) attention.Position { return attention.NewSinusoidal(s, longest, hidden) }),
	"linear":       linear(func(*graph.Scope) attention.FeatureMap { return attention.ELU1{} }, 4),
	"performer":    linear(func(s *graph.Scope) attention.FeatureMap { return attention.NewPerformer(s, 10, d, 3) }, 10),
	"rotary pairs": byTurning(func(s *graph.Scope) attention.Position { return attention.NewRotaryPairs(s, longest, 4, 100) }),
	"fast weights": func(s *graph.Scope, x, at, from *graph.Node) *graph.Node {
		shape := x.Shape()
		q := x.Reshape(x.Dim(0), x.Dim(1), heads, d).Transpose(0, 2, 1, 3) // [batch, heads, seq, d]
		f := attention.FastWeights{Decay: q.Sigmoid().Log(), Beta: q.SumKeep(3).Sigmoid()}
		c, past := s.State("sums", x.Dim(0), heads, d, d), (*graph.Node)(nil)
		if at != nil {
			past = c.Value()
		}
		if from != nil {
			past = past.Gather(from, 0)
		}
		y, now := f.Forward(q, q.Scale(0.5), q, past)
		c.Set(now)
		return y.Transpose(0, 2, 1, 3).Reshape(shape...)
	},
	"head gate": func(s *graph.Scope, x, at, from *graph.Node) *graph.Node {
		a := &attention.HeadGate{MultiHead: attention.NewMultiHead(s, hidden, heads), Gate: s.Table([]float64{1, .5, 0, 2}, heads)}
		a.Causal = true
		remember(s, a.MultiHead, at, from)
		return a.Forward(x, x, nil)
	},
	"memory": func(s *graph.Scope, x, at, from *graph.Node) *graph.Node {
		a := &attention.Composed{MultiHead: attention.NewMultiHead(s, hidden, heads), Weigher: remembering{attention.NewMemory(s, heads, 3, d)}}
		a.Causal = true
		remember(s, a.MultiHead, at, from)
		return a.Forward(x, x, nil)
	},
	"latent": func(s *graph.Scope, x, at, from *graph.Node) *graph.Node {
		a := attention.NewLatent(s, attention.LatentSizes{Hidden: hidden, Heads: heads, D: 4, Latent: 6, Turned: 2, Longest: longest})
		if at != nil {
			a.Remember(s.In("cache"), at, longest)
			a.Cache.From = from
		}
		return a.Forward(x, nil)
	},
	"one layer three times": repeated,
	"a shared map":          shared,
	"window in a ring": func(s *graph.Scope, x, at, from *graph.Node) *graph.Node {
		a := &attention.Windowed{MultiHead: attention.NewGroupedMultiHead(s, hidden, heads, 2), Size: 4}
		a.Position = attention.NewRotary(s, longest, 4, 100)
		if at != nil {
			a.Remember(s.In("cache"), at)
			a.Ring.From = from
		}
		return a.Forward(x, nil)
	},
	"keys and values of another layer": func(s *graph.Scope, x, at, from *graph.Node) *graph.Node {
		first := attention.NewGroupedMultiHead(s.In("first"), hidden, heads, 2)
		first.Causal = true
		remember(s, first, at, from)
		second := &attention.MultiHead{
			Query:  layers.NewLinear(s.In("query"), hidden, hidden),
			Output: layers.NewLinear(s.In("output"), hidden, hidden),
			Heads:  heads, Causal: true,
		}
		kv := first.KeyValue(x)
		return second.Attend(first.Attend(x, kv, nil), kv, nil)
	},
}

// residualOf is self-attention and a residual, as a Layer.
type residualOf struct{ *attention.MultiHead }

func (a residualOf) Forward(x, mask *graph.Node) *graph.Node {
	return x.Add(a.MultiHead.Forward(x, x, mask))
}

func repeated(s *graph.Scope, x, at, from *graph.Node) *graph.Node {
	a := attention.NewGroupedMultiHead(s, hidden, heads, 2)
	a.Causal, a.Position = true, attention.NewRotary(s, longest, 4, 100)
	if at != nil {
		a.RememberTimes(s.In("cache"), at, longest, 3)
		a.Cache.From = from
	}
	return attention.Repeat(residualOf{a}, 3, x, nil)
}

func shared(s *graph.Scope, x, at, from *graph.Node) *graph.Node {
	a, b := attention.NewGroupedMultiHead(s.In("first"), hidden, heads, 2), attention.NewSharedMap(s.In("second"), hidden)
	a.Causal = true
	if remember(s, a, at, from); at != nil {
		b.Remember(s.In("values"), a)
	}
	return b.Forward(a.Weights(x, x, nil), a.Forward(x, x, nil))
}

// remembering attends to a memory as well.
type remembering struct{ *attention.Memory }

func (m remembering) Forward(q, k, v, mask *graph.Node) *graph.Node {
	k, v, mask = m.Extend(k, v, mask)
	return attention.DotProduct(q, k, v, mask, 0)
}

func (m remembering) Weights(q, k, mask *graph.Node) *graph.Node {
	k, _, mask = m.Extend(k, k, mask)
	return attention.Formula{}.Weights(q, k, mask)
}

func byAdding(position func(s *graph.Scope) attention.Position) form {
	return func(s *graph.Scope, x, at, from *graph.Node) *graph.Node {
		a := attention.NewGroupedMultiHead(s, hidden, heads, 2)
		a.Causal = true
		remember(s, a, at, from)
		var positions *graph.Node
		if at != nil {
			positions = a.Cache.Positions(x.Dim(1))
		}
		x = position(s.In("position")).Forward(x, positions)
		return a.Forward(x, x, nil)
	}
}

// linear attends to x itself, which heads share out.
func linear(features func(s *graph.Scope) attention.FeatureMap, n int) form {
	return func(s *graph.Scope, x, at, from *graph.Node) *graph.Node {
		shape := x.Shape()
		x = x.Reshape(x.Dim(0), x.Dim(1), heads, d).Transpose(0, 2, 1, 3) // [batch, heads, seq, d]
		a, y := attention.Linear{Map: features(s)}, (*graph.Node)(nil)
		if at != nil {
			c := attention.NewLinearCache(s.In("cache"), x.Dim(0), heads, n, d)
			c.From = from
			y = a.Step(x, x.Scale(0.5), x, c)
		} else {
			y = a.Causal(x, x.Scale(0.5), x, nil, 4)
		}
		return y.Transpose(0, 2, 1, 3).Reshape(shape...)
	}
}

func byTurning(position func(s *graph.Scope) attention.Position) form {
	return func(s *graph.Scope, x, at, from *graph.Node) *graph.Node {
		a := &attention.Composed{MultiHead: attention.NewMultiHead(s, hidden, heads), Weigher: attention.Formula{Normaliser: attention.Entmax15{}}}
		a.Causal, a.Position = true, position(s)
		remember(s, a.MultiHead, at, from)
		return a.Forward(x, x, nil)
	}
}
