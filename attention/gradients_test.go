package attention_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/internal/golden"
	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/weights"
)

// checkGradients compares the gradients of Σ c·output, c random, by all parameters
// with central differences in float64.
func checkGradients(t *testing.T, store *weights.Store, draw func(s *graph.Scope) graph.Outputs) {
	t.Helper()
	g := graph.NewFloat64(store)
	s := g.Scope()
	sum := s.Number(0)
	for name, y := range draw(s) {
		c := gradcheck.Random(uint64(len(name)), append([]int{}, y.Shape()...)...)
		sum = sum.Add(y.Mul(s.Const(c)).Sum())
	}
	grads := g.Backprop(sum, g.Params()...)
	m, err := g.Compile(graph.Options{}, append(grads, sum)...)
	require.NoError(t, err)
	value := func() (float64, error) {
		if err := m.RunAll(); err != nil {
			return 0, err
		}
		return m.Float(sum)
	}
	_, err = value()
	require.NoError(t, err)
	var variables []gradcheck.Variable
	for i, x := range g.Params() {
		e, ok := store.Entry(x.Gorgonia().Name())
		require.True(t, ok, x.String())
		d, err := m.Value(grads[i])
		require.NoError(t, err)
		variables = append(variables, gradcheck.Variable{Name: x.String(), Values: e.Float64s(), Gradient: d.Float64s()})
	}
	require.NotEmpty(t, variables)
	require.NoError(t, gradcheck.Variables(value, variables, 40))
}

// varied are the inputs of a golden case as parameters, where they are numbers.
type varied struct {
	s      *graph.Scope
	inputs map[string]golden.Tensor
	nodes  map[string]*graph.Node
}

func (v varied) Has(name string) bool { return v.inputs[name].Shape != nil }

func (v varied) Get(name string) *graph.Node {
	x := v.inputs[name]
	if x.Floats == nil {
		return v.s.Const(x.Dense())
	}
	if v.nodes[name] == nil {
		v.nodes[name] = v.s.Param("given."+name, func(_ *weights.Random, _ []int, values []float64) {
			for i, f := range x.Floats {
				values[i] = float64(f)
			}
		}, x.Shape...)
	}
	return v.nodes[name]
}

// Every form's gradients, by what it is given and by its parameters, are the central
// differences.
func TestGradientsOfForms(t *testing.T) {
	cases, err := golden.Read("testdata/forms.jsonl.gz")
	require.NoError(t, err)
	for name, draw := range forms {
		t.Run(name, func(t *testing.T) {
			store, err := cases[name].Store()
			require.NoError(t, err)
			checkGradients(t, store, func(s *graph.Scope) graph.Outputs {
				return draw(s, varied{s, cases[name].Inputs, map[string]*graph.Node{}})
			})
		})
	}
}

// heard is a random parameter.
func heard(s *graph.Scope, name string, shape ...int) *graph.Node {
	return s.Param(name, weights.Normal(1), shape...)
}

// differentiable are the forms that no golden case has, of 4 elements in 2 heads.
var differentiable = map[string]func(s *graph.Scope) *graph.Node{
	"multi-head, cross, biased": func(s *graph.Scope) *graph.Node {
		a := attention.NewMultiHead(s, 4, 2)
		return a.Forward(heard(s, "x", 2, 3, 4), heard(s, "memory", 2, 5, 4), heard(s, "bias", 2, 1, 3, 5))
	},
	"multi-query, causal, rotary, scaled": func(s *graph.Scope) *graph.Node {
		a, x := attention.NewGroupedMultiHead(s, 4, 2, 1), heard(s, "x", 2, 5, 4)
		a.Causal, a.Scale, a.Position = true, 0.7, attention.NewRotary(s, 5, 2, 100)
		return a.Forward(x, x, attention.PaddingAfter(s.Range(2).Add(s.Whole(3)), 5))
	},
	"multi-head, weights": func(s *graph.Scope) *graph.Node {
		a, x := attention.NewMultiHead(s, 4, 2), heard(s, "x", 2, 3, 4)
		return a.Weights(x, x, nil)
	},
	"head gate": func(s *graph.Scope) *graph.Node {
		a, x := &attention.HeadGate{MultiHead: attention.NewMultiHead(s, 4, 2), Gate: heard(s, "gate", 2)}, heard(s, "x", 2, 3, 4)
		return a.Forward(x, x, nil)
	},
	"windowed": func(s *graph.Scope) *graph.Node {
		a := &attention.Windowed{MultiHead: attention.NewMultiHead(s, 4, 2), Size: 2}
		return a.Forward(heard(s, "x", 1, 5, 4), nil)
	},
	"latent": func(s *graph.Scope) *graph.Node {
		a := attention.NewLatent(s, attention.LatentSizes{Hidden: 4, Heads: 2, D: 2, Latent: 3, Turned: 2, Longest: 5})
		return a.Forward(heard(s, "x", 2, 5, 4), nil)
	},
	"shared map": func(s *graph.Scope) *graph.Node {
		a, x := attention.NewMultiHead(s.In("first"), 4, 2), heard(s, "x", 2, 3, 4)
		return attention.NewSharedMap(s.In("second"), 4).Forward(a.Weights(x, x, nil), x)
	},
	"shared keys and values": func(s *graph.Scope) *graph.Node {
		first, x := attention.NewMultiHead(s.In("first"), 4, 2), heard(s, "x", 2, 3, 4)
		second := &attention.MultiHead{Query: layers.NewLinear(s.In("q"), 4, 4), Output: layers.NewLinear(s.In("o"), 4, 4), Heads: 2}
		kv := first.KeyValue(x)
		return second.Attend(first.Attend(x, kv, nil), kv, nil)
	},
	"one layer three times": func(s *graph.Scope) *graph.Node {
		a := attention.NewMultiHead(s, 4, 2)
		return attention.Repeat(layer(func(x *graph.Node) *graph.Node { return x.Add(a.Forward(x, x, nil)) }), 3, heard(s, "x", 1, 3, 4), nil)
	},
	"shaw, masked": func(s *graph.Scope) *graph.Node {
		p := attention.Within(s, 5)
		return attention.NewShaw(s, 2, 2, 3).Forward(heard(s, "q", 2, 2, 5, 2), heard(s, "k", 2, 1, 5, 2), heard(s, "v", 2, 1, 5, 3), p.Causal(), p)
	},
	"coverage, masked": func(s *graph.Scope) *graph.Node {
		w, _ := attention.NewCoverage(s, 2, 3, 4).Weights(heard(s, "q", 2, 2, 3, 2), heard(s, "k", 2, 1, 4, 3), attention.PaddingAfter(s.Range(2).Add(s.Whole(2)), 4))
		return w
	},
	"hierarchical": func(s *graph.Scope) *graph.Node {
		seen := s.Range(3).Less(s.Whole(2)).Expand(2, 2, 3)
		return attention.NewHierarchical(s, 4, 3).Forward(heard(s, "x", 2, 2, 3, 4), seen, nil)
	},
	"fused by concatenation": func(s *graph.Scope) *graph.Node {
		return attention.NewFuseConcat(s, 2, 4).Forward(heard(s, "a", 2, 3, 4), heard(s, "b", 2, 3, 4))
	},
	"fused by a sum": func(s *graph.Scope) *graph.Node {
		return attention.FuseSum(heard(s, "a", 2, 3, 4), heard(s, "b", 2, 3, 4), heard(s, "c", 2, 3, 4))
	},
	"fused by attention": func(s *graph.Scope) *graph.Node {
		return attention.NewFuseAttention(s, 4, 3).Forward(heard(s, "x", 2, 3, 4), heard(s, "a", 2, 3, 4), heard(s, "b", 2, 3, 4))
	},
	"learned positions": func(s *graph.Scope) *graph.Node {
		return attention.NewLearned(s, 5, 4).Forward(heard(s, "x", 2, 3, 4), attention.PositionsFrom(s.Range(2), 3))
	},
	"sinusoidal positions": func(s *graph.Scope) *graph.Node {
		return attention.NewSinusoidal(s, 5, 4).Forward(heard(s, "x", 2, 3, 4), nil)
	},
	"rotary pairs": func(s *graph.Scope) *graph.Node {
		return attention.NewRotaryPairs(s, 5, 4, 100).Forward(heard(s, "x", 2, 2, 3, 4), nil)
	},
	"linear, padded": func(s *graph.Scope) *graph.Node {
		q, k, v := heard(s, "q", 2, 2, 3, 3), heard(s, "k", 2, 1, 5, 3), heard(s, "v", 2, 1, 5, 2)
		return attention.Linear{}.Forward(q, k, v, s.Range(5).Less(s.Range(2).Add(s.Whole(3)).Unsqueeze(1)))
	},
	"linear, causal, grouped": func(s *graph.Scope) *graph.Node {
		return attention.Linear{}.Causal(heard(s, "q", 2, 2, 5, 3), heard(s, "k", 2, 1, 5, 3), heard(s, "v", 2, 1, 5, 2), nil, 2)
	},
	"linear, by steps": func(s *graph.Scope) *graph.Node {
		sums, totals := heard(s, "sums", 2, 2, 3, 2), heard(s, "totals", 2, 2, 1, 3).Square()
		y, sums, totals := attention.Linear{}.Next(heard(s, "q", 2, 2, 1, 3), heard(s, "k", 2, 2, 1, 3), heard(s, "v", 2, 2, 1, 2), sums, totals)
		return graph.Concat(2, y, sums, totals.Slice(3, 0, 2))
	},
	"fast weights": func(s *graph.Scope) *graph.Node {
		q, k, v := heard(s, "q", 1, 2, 4, 3), heard(s, "k", 1, 1, 4, 3), heard(s, "v", 1, 1, 4, 2)
		y, now := attention.FastWeights{}.Forward(q, k, v, nil)
		return graph.Concat(2, y, now.Expand(1, 2, 3, 2))
	},
	"fast weights, gated, corrected": func(s *graph.Scope) *graph.Node {
		q, k, v := heard(s, "q", 1, 2, 4, 3), heard(s, "k", 1, 2, 4, 3), heard(s, "v", 1, 2, 4, 2)
		f := attention.FastWeights{Decay: heard(s, "decay", 1, 2, 4, 3), Beta: heard(s, "beta", 1, 2, 4, 1)}
		y, now := f.Forward(q, k, v, heard(s, "past", 1, 2, 3, 2))
		return graph.Concat(2, y, now)
	},
	"performer": func(s *graph.Scope) *graph.Node {
		a := attention.Linear{Map: attention.NewPerformer(s, 6, 3, 1)}
		return a.Forward(heard(s, "q", 2, 2, 3, 3), heard(s, "k", 2, 2, 5, 3), heard(s, "v", 2, 2, 5, 2), nil)
	},
	"performer, causal": func(s *graph.Scope) *graph.Node {
		a := attention.Linear{Map: attention.NewPerformer(s, 6, 3, 1)}
		return a.Causal(heard(s, "q", 2, 2, 5, 3), heard(s, "k", 2, 2, 5, 3), heard(s, "v", 2, 2, 5, 2), nil, 2)
	},
}

func TestGradientsOfParts(t *testing.T) {
	for name, draw := range differentiable {
		t.Run(name, func(t *testing.T) {
			checkGradients(t, weights.New(3), func(s *graph.Scope) graph.Outputs { return graph.Outputs{"y": draw(s)} })
		})
	}
}

// So are those of every causal form in whole: of a text of 5 positions.
func TestGradientsOfCausalForms(t *testing.T) {
	for name, draw := range causalForms {
		t.Run(name, func(t *testing.T) {
			checkGradients(t, weights.New(5), func(s *graph.Scope) graph.Outputs {
				return graph.Outputs{"y": draw(s, heard(s, "x", 1, 5, hidden), nil, nil)}
			})
		})
	}
}
