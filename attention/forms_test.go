package attention_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/internal/golden"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/weights"
)

// given are the inputs of a drawing: graph.Inputs, or parameters in their place.
type given interface {
	Get(name string) *graph.Node
	Has(name string) bool
}

// drawing is a graph.Draw of whatever is given.
type drawing func(s *graph.Scope, in given) graph.Outputs

// of is the drawing of inputs.
func (d drawing) of() graph.Draw {
	return func(s *graph.Scope, in graph.Inputs) graph.Outputs { return d(s, in) }
}

// weigh draws q, k, v and mask of a case.
func weigh(weigher func(s *graph.Scope) attention.Weigher) drawing {
	return func(s *graph.Scope, in given) graph.Outputs {
		var mask *graph.Node
		if in.Has("mask") {
			mask = in.Get("mask")
		}
		w, q, k, v := weigher(s), in.Get("q"), in.Get("k"), in.Get("v")
		return graph.Outputs{"y": w.Forward(q, k, v, mask), "weights": w.Weights(q, k, mask)}
	}
}

func scored(score func(s *graph.Scope) attention.Score) drawing {
	return weigh(func(s *graph.Scope) attention.Weigher { return attention.Formula{Score: score(s)} })
}

func normalised(n attention.Normaliser, score attention.Score) drawing {
	return weigh(func(*graph.Scope) attention.Weigher { return attention.Formula{Score: score, Normaliser: n} })
}

// forms are the drawings of testdata/forms.jsonl.gz, by case.
var forms = map[string]drawing{
	"dot":                scored(func(*graph.Scope) attention.Score { return attention.Dot{} }),
	"dot, grouped heads": scored(func(*graph.Scope) attention.Score { return attention.Dot{} }),
	"general":            scored(func(s *graph.Scope) attention.Score { return attention.NewGeneral(s, 4, 4) }),
	"additive":           scored(func(s *graph.Scope) attention.Score { return attention.NewAdditive(s, 4, 4, 6) }),
	"additive, padded":   scored(func(s *graph.Scope) attention.Score { return attention.NewAdditive(s, 4, 4, 6) }),
	"concat":             scored(func(s *graph.Scope) attention.Score { return attention.NewConcat(s, 4, 4, 6) }),
	"location":           scored(func(s *graph.Scope) attention.Score { return attention.NewLocation(s, 4, 7) }),
	"cosine":             scored(func(s *graph.Scope) attention.Score { return attention.NewCosine(s, 2) }),
	"qk norm":            scored(func(s *graph.Scope) attention.Score { return attention.NewQKNorm(s, 4) }),
	"soft cap": scored(func(*graph.Scope) attention.Score {
		return attention.SoftCap{Score: attention.ScaledDot{}, Cap: 1.5}
	}),
	"temperature": scored(func(*graph.Scope) attention.Score {
		return attention.Temperature{Score: attention.ScaledDot{}, By: 0.5}
	}),
	"talking heads": weigh(func(s *graph.Scope) attention.Weigher { return attention.NewTalkingHeads(s, 2) }),

	"sparsemax": normalised(attention.Sparsemax{}, attention.Dot{}),
	"entmax":    normalised(attention.Entmax15{}, attention.Dot{}),
	"sigmoid":   normalised(attention.Sigmoid{}, nil),
	"top 2":     normalised(attention.TopK{K: 2}, nil),

	"alibi": func(s *graph.Scope, in given) graph.Outputs {
		at := attention.Within(s, 9)
		mask := attention.And(attention.ALiBi(at, 3), at.Causal())
		return graph.Outputs{"y": attention.DotProduct(in.Get("q"), in.Get("k"), in.Get("v"), mask, 0)}
	},
	"t5 bias, both ways false": relative(150, false),
	"t5 bias, both ways true":  relative(300, true),
	"shaw": func(s *graph.Scope, in given) graph.Outputs {
		return graph.Outputs{"y": attention.NewShaw(s, 2, 4, 4).Forward(in.Get("q"), in.Get("k"), in.Get("v"), nil, attention.Within(s, 6))}
	},
	"rotary, linear": func(s *graph.Scope, in given) graph.Outputs {
		return graph.Outputs{"y": attention.NewStretchedRotary(s, 24, 8, 10000, 4).Forward(in.Get("q"), nil)}
	},
	"rotary, dynamic": func(s *graph.Scope, in given) graph.Outputs {
		base := attention.NTKBase(10000, 4*24./8-3, 8)
		return graph.Outputs{"y": attention.NewRotary(s, 24, 8, base).Forward(in.Get("q"), nil)}
	},
	"coverage": func(s *graph.Scope, in given) graph.Outputs {
		c := attention.NewCoverage(s, 4, 4, 6)
		w, covered := c.Weights(in.Get("q"), in.Get("k"), nil)
		return graph.Outputs{"y": w.MatMul(in.Get("v")), "weights": w, "loss": c.Loss(w, covered)}
	},
	"memory": func(s *graph.Scope, in given) graph.Outputs {
		k, v, mask := attention.NewMemory(s, 2, 3, 4).Extend(in.Get("k"), in.Get("v"), in.Get("mask"))
		return graph.Outputs{"y": attention.DotProduct(in.Get("q"), k, v, mask, 0)}
	},
	"two-way": func(s *graph.Scope, in given) graph.Outputs {
		a := attention.NewTwoWay(s, 4)
		return graph.Outputs{"y": a.Forward(in.Get("h"), in.Get("u"), in.Get("hSeen"), in.Get("uSeen"))}
	},
	"pooling": func(s *graph.Scope, in given) graph.Outputs {
		return graph.Outputs{"y": attention.NewPooling(s, 4, 6).Forward(in.Get("x_"), nil)}
	},
	"gate": func(s *graph.Scope, in given) graph.Outputs {
		return graph.Outputs{"y": attention.NewFuseGate(s, 4).Forward(in.Get("a_"), in.Get("b_"))}
	},
	"linear": func(_ *graph.Scope, in given) graph.Outputs {
		return graph.Outputs{"y": attention.Linear{}.Forward(in.Get("q"), in.Get("k"), in.Get("v"), nil)}
	},
	"linear, causal": func(_ *graph.Scope, in given) graph.Outputs {
		return graph.Outputs{"y": attention.Linear{}.Causal(in.Get("q"), in.Get("k"), in.Get("v"), nil, 4)}
	},
}

// relative gives three rows of a bias of three heads.
func relative(seq int, both bool) drawing {
	return func(s *graph.Scope, _ given) graph.Outputs {
		bias := attention.NewRelativeBias(s, 3, 32, both).Forward(attention.Within(s, seq)).Squeeze(0) // [heads, query, key]
		row := func(i int) *graph.Node { return bias.Slice(1, i, i+1).Squeeze(1) }
		return graph.Outputs{"row": row(seq / 2), "first": row(0), "last": row(seq - 1)}
	}
}

// Each form gives what its paper's formula gives in PyTorch, and PyTorch's gradients.
func TestForms(t *testing.T) {
	cases, err := golden.Read("testdata/forms.jsonl.gz")
	require.NoError(t, err)
	require.Len(t, cases, len(forms))
	for name, draw := range forms {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, cases, name)
			worst, err := cases[name].Check(1e-5, draw.of())
			require.NoError(t, err)
			t.Logf("off by %.1g", worst)
		})
	}
}

// ELU's features keep their sums: the steps of a recurrent pass are the causal one,
// through states and through nodes.
func TestLinearStepByStep(t *testing.T) {
	for name, features := range map[string]func(s *graph.Scope) attention.FeatureMap{
		"elu":       func(*graph.Scope) attention.FeatureMap { return attention.ELU1{} },
		"performer": func(s *graph.Scope) attention.FeatureMap { return attention.NewPerformer(s, 20, hidden/heads, 3) },
	} {
		t.Run(name, func(t *testing.T) {
			f, err := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
				x := in.Get("x").Reshape(2, -1, heads, hidden/heads).Transpose(0, 2, 1, 3) // [batch, heads, seq, d]
				a := attention.Linear{Map: features(s)}
				var y *graph.Node
				if in.Has("step") {
					c := attention.NewLinearCache(s, 2, heads, a.Map.Forward(x).Dim(3), hidden/heads)
					y = a.Step(x, x.Scale(0.5), x, c)
				} else {
					y = a.Causal(x, x.Scale(0.5), x, nil, 4)
				}
				return graph.Outputs{"y": y.Transpose(0, 2, 1, 3).Reshape(2, -1, hidden)}
			})
			require.NoError(t, err)
			texts := [][][]float32{text(1, 11), text(2, 11)}
			want := run(t, f, graph.Values{"x": rows(texts...)}, nil)
			states := graph.NewStates()
			for i := range 11 {
				got := run(t, f, graph.Values{"x": rows(texts[0][i:i+1], texts[1][i:i+1]), "step": ints(1)}, states)
				for b := range 2 {
					near(t, want[b][i], got[b][0], "text %d at %d", b, i)
				}
			}
		})
	}
}

// The more features, the nearer is Performer to softmax.
func TestPerformerComesNear(t *testing.T) {
	off := func(m int) float64 {
		d := value(t, func(s *graph.Scope) *graph.Node {
			x := func(name string) *graph.Node { return s.Param(name, weights.Normal(0.7), 2, 3, 12, 8) }
			q, k, v := x("q"), x("k"), x("v")
			got := attention.Linear{Map: attention.NewPerformer(s, m, 8, 5)}.Forward(q, k, v, nil)
			return got.Sub(attention.DotProduct(q, k, v, nil, 0)).Square().Mean().Sqrt()
		})
		return float64(d.Float32s()[0])
	}
	few, many := off(16), off(4096)
	require.Less(t, many, few/4, "1/√256 of it, in the mean")
	require.Less(t, many, 0.05)
}

// The parameters of a layer that stands in a stack several times get the sum of
// what each would get.
func TestSharedParametersGetTheSum(t *testing.T) {
	draw := func(shared bool) map[string][]float32 {
		f, err := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
			x, w := in.Get("x"), s.Param("w", weights.Normal(0.5), hidden, hidden)
			copies := []*graph.Node{w, w, w}
			if !shared {
				for i := range copies {
					copies[i] = w.Add(s.Number(0))
				}
			}
			i := 0
			y := attention.Repeat(layer(func(x *graph.Node) *graph.Node {
				i++
				return (&layers.Linear{Weight: copies[i-1]}).Activate(x, layers.Tanh)
			}), 3, x, nil)
			return graph.Outputs{"dw": s.Graph().Backprop(y.Square().Sum(), w)[0]}
		})
		require.NoError(t, err)
		out, err := f.Run(graph.Values{"x": rows(text(1, 5))})
		require.NoError(t, err)
		return map[string][]float32{"dw": out["dw"].Float32s()}
	}
	require.InDeltaSlice(t, draw(false)["dw"], draw(true)["dw"], 1e-5)
}

type layer func(x *graph.Node) *graph.Node

func (f layer) Forward(x, _ *graph.Node) *graph.Node { return f(x) }
