package attention_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// value is what a drawing without inputs gives.
func value(t *testing.T, draw func(s *graph.Scope) *graph.Node) *tensor.Dense {
	t.Helper()
	f, err := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, _ graph.Inputs) graph.Outputs {
		return graph.Outputs{"y": draw(s)}
	})
	require.NoError(t, err)
	out, err := f.Run(nil)
	require.NoError(t, err)
	return out["y"]
}

// hide is what is added to hide.
var hide = math.Inf(-1)

func TestMasks(t *testing.T) {
	causal := value(t, func(s *graph.Scope) *graph.Node { return attention.Causal(s, 3) })
	require.Equal(t, []bool{true, false, false, true, true, false, true, true, true}, causal.Data())
	padding := value(t, func(s *graph.Scope) *graph.Node {
		return attention.PaddingAfter(s.Range(3).Slice(0, 1, 3), 3)
	})
	require.Equal(t, tensor.Shape{2, 1, 1, 3}, padding.Shape())
	require.Equal(t, []bool{true, false, false, true, true, false}, padding.Data())
}

// Of two masks, whichever kinds they are, what either hides is hidden.
func TestAnd(t *testing.T) {

	added := func(s *graph.Scope) *graph.Node { return s.Table([]float64{0, hide, 1, hide}, 1, 4) }
	seen := func(s *graph.Scope) *graph.Node { return s.Range(4).Less(s.Whole(2)) }
	inf := float32(hide)
	for name, c := range map[string]struct {
		and  func(s *graph.Scope) *graph.Node
		want any
	}{
		"truth":         {func(s *graph.Scope) *graph.Node { return attention.And(seen(s), s.Range(4).Greater(s.Whole(0))) }, []bool{false, true, false, false}},
		"numbers":       {func(s *graph.Scope) *graph.Node { return attention.And(added(s), added(s)) }, []float32{0, inf, 2, inf}},
		"numbers, then": {func(s *graph.Scope) *graph.Node { return attention.And(added(s), seen(s)) }, []float32{0, inf, inf, inf}},
		"truth, then":   {func(s *graph.Scope) *graph.Node { return attention.And(seen(s), added(s)) }, []float32{0, inf, inf, inf}},
		"nothing first": {func(s *graph.Scope) *graph.Node { return attention.And(nil, added(s)) }, []float32{0, inf, 1, inf}},
		"nothing last":  {func(s *graph.Scope) *graph.Node { return attention.And(added(s), nil) }, []float32{0, inf, 1, inf}},
	} {
		require.Equal(t, c.want, value(t, c.and).Data(), name)
	}
	require.Nil(t, attention.And(nil, nil))
}

// DotProduct is the formula, written out, and a mask that hides all gives zeros.
func TestDotProductIsTheFormula(t *testing.T) {
	draw := func(f func(s *graph.Scope, q, k, v, mask *graph.Node) *graph.Node) *tensor.Dense {
		return value(t, func(s *graph.Scope) *graph.Node {
			x := func(name string) *graph.Node { return s.Param(name, weights.Normal(1), 2, 3, 5, 4) }
			return f(s, x("q"), x("k"), x("v"), attention.PaddingAfter(s.Range(2).Add(s.Range(2)), 5))
		})
	}
	got := draw(func(_ *graph.Scope, q, k, v, mask *graph.Node) *graph.Node {
		return attention.DotProduct(q, k, v, mask, 0)
	})
	want := draw(func(s *graph.Scope, q, k, v, mask *graph.Node) *graph.Node {
		scores := mask.Where(q.MatMulT(k).Scale(0.5), s.Number(math.Inf(-1))) // [batch, heads, query, key]
		return scores.Softmax(-1).MatMul(v)
	})
	require.InDeltaSlice(t, want.Data(), got.Data(), 1e-6)
	require.Equal(t, make([]float32, 60), got.Data().([]float32)[:60], "of length 0")
}

// Rows of weights sum to 1, nothing is paid to what a mask hides, and what is
// hidden does not matter.
func TestPaddingChangesNothing(t *testing.T) {
	f, err := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		a, x := attention.NewMultiHead(s, hidden, heads), in.Get("x")
		var mask *graph.Node
		if in.Has("lengths") {
			mask = attention.PaddingAfter(in.Get("lengths"), x.Dim(1))
		}
		return graph.Outputs{"y": a.Forward(x, x, mask), "weights": a.Weights(x, x, mask), "sum": a.Weights(x, x, mask).Sum(-1)}
	})
	require.NoError(t, err)
	words := text(1, 7)
	alone := run(t, f, graph.Values{"x": rows(words[:4])}, nil)[0]
	in := graph.Values{"x": rows(words), "lengths": ints(4)}
	padded := run(t, f, in, nil)[0]
	for i := range 4 {
		near(t, alone[i], padded[i], "position %d", i)
	}
	out, err := f.Run(in)
	require.NoError(t, err)
	for i, w := range out["weights"].Float32s() {
		if i%7 >= 4 {
			require.Zero(t, w)
		}
	}
	for _, sum := range out["sum"].Float32s() {
		require.InDelta(t, 1, sum, 1e-6)
	}
}

// A key's weight is dropped or kept, and what is kept is scaled up: the mean over
// many draws is what it is without dropout.
func TestDropoutIsOnTheWeights(t *testing.T) {
	f, err := graph.NewFunction(weights.New(1), graph.Options{Training: true, Seed: 5}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		a := attention.NewMultiHead(s, hidden, heads)
		if !in.Has("off") {
			a.Dropout = 0.4
		}
		x := in.Get("x")
		return graph.Outputs{"y": a.Forward(x, x, nil)}
	})
	require.NoError(t, err)
	x := rows(text(1, 6))
	plain := run(t, f, graph.Values{"x": x, "off": ints(0)}, nil)[0]
	mean := make([]float64, hidden)
	const draws = 2000
	for range draws {
		for j, v := range run(t, f, graph.Values{"x": x}, nil)[0][0] {
			mean[j] += float64(v) / draws
		}
	}
	for j, v := range plain[0] {
		require.InDelta(t, float64(v), mean[j], 0.05)
	}
	require.NotEqual(t, plain, run(t, f, graph.Values{"x": x}, nil)[0])
}

func TestMistakes(t *testing.T) {
	for want, draw := range map[string]func(s *graph.Scope){
		"3 heads: want a divisor of hidden 16": func(s *graph.Scope) { attention.NewMultiHead(s, 16, 3) },
		"0 heads: want a divisor of hidden 16": func(s *graph.Scope) { attention.NewMultiHead(s, 16, 0) },
		"3 heads of keys and values: want a divisor of 4 heads": func(s *graph.Scope) {
			attention.NewGroupedMultiHead(s, 16, 4, 3)
		},
		"rotary: 8 positions, 5 elements, base 10: want": func(s *graph.Scope) { attention.NewRotary(s, 8, 5, 10) },
		"9 positions: position.weight [8, 16] has 8": func(s *graph.Scope) {
			attention.NewLearned(s.In("position"), 8, 16).Forward(s.Input("x", 1, 9, 16), nil)
		},
		"x [1, 9, 16]: 9 positions: the sinusoidal table has 8": func(s *graph.Scope) {
			attention.NewSinusoidal(s, 8, 16).Forward(s.Input("x", 1, 9, 16), nil)
		},
		"x [1, 2, 9, 4]: 9 positions: the rotary table has 8": func(s *graph.Scope) {
			attention.NewRotary(s, 8, 4, 10).Forward(s.Input("x", 1, 2, 9, 4), nil)
		},
		"y [1, 2, 9, 4]: 9 positions: the rotary table has 8": func(s *graph.Scope) {
			attention.NewRotaryPairs(s, 8, 4, 10).Forward(s.Input("y", 1, 2, 9, 4), nil)
		},
		"table [0, 16]": func(s *graph.Scope) { attention.NewSinusoidal(s, 0, 16) },
		"mask [2, 1, 1, 5] does not broadcast to [batch, heads, query, key] = [2, 4, 4, 4]": func(s *graph.Scope) {
			x := s.Input("x", 2, 4, 16)
			attention.NewMultiHead(s, 16, 4).Forward(x, x, attention.Padding(s.Bools("seen", 2, 5)))
		},
	} {
		g := graph.New(nil)
		draw(g.Scope())
		require.ErrorContains(t, g.Err(), want)
	}
}
