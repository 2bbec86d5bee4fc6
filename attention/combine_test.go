package attention_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

func function(t *testing.T, draw graph.Draw) *graph.Function {
	t.Helper()
	return functionOf(t, weights.New(1), draw)
}

func functionOf(t *testing.T, store *weights.Store, draw graph.Draw) *graph.Function {
	t.Helper()
	f, err := graph.NewFunction(store, graph.Options{}, draw)
	require.NoError(t, err)
	return f
}

func whole(x []int, shape ...int) *tensor.Dense {
	return tensor.New(tensor.WithShape(shape...), tensor.WithBacking(x))
}

// A model whose heads are gone answers as one whose gates are shut, and is smaller.
func TestPrunedIsGated(t *testing.T) {
	store := weights.New(1)
	gated := functionOf(t, store, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		a, x := &attention.HeadGate{MultiHead: attention.NewMultiHead(s.In("layer", 0), hidden, heads)}, in.Get("x")
		a.Gate = s.Table([]float64{0, 1, 0, 1}, heads)
		return graph.Outputs{"y": a.Forward(x, x, nil)}
	})
	in := graph.Values{"x": rows(text(1, 6), text(2, 6))}
	want := run(t, gated, in, nil)
	small, err := attention.PruneHeads(store, "layer.0", heads, 0, 2)
	require.NoError(t, err)
	pruned := functionOf(t, small, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		x := in.Get("x")
		return graph.Outputs{"y": attention.NewWideMultiHead(s.In("layer", 0), hidden, 2, 2, hidden/heads).Forward(x, x, nil)}
	})
	got := run(t, pruned, in, nil)
	for b := range want {
		for i := range want[b] {
			near(t, want[b][i], got[b][i], "row %d at %d", b, i)
		}
	}
	e, ok := small.Entry("layer.0.query.weight")
	require.True(t, ok)
	require.Equal(t, []int{hidden / 2, hidden}, e.Shape())
	e, _ = small.Entry("layer.0.output.weight")
	require.Equal(t, []int{hidden, hidden / 2}, e.Shape())
	for _, c := range []struct {
		path   string
		remove []int
		want   string
	}{
		{"layer.1", []int{0}, "layer.1: the store has no query.weight: want a MultiHead's path"},
		{"layer.0", []int{4}, "layer.0: remove head 4 of 4: want each once, from 0 to 3"},
		{"layer.0", []int{1, 1}, "layer.0: remove head 1 of 4: want each once, from 0 to 3"},
		{"layer.0", []int{0, 1, 2, 3}, "layer.0: remove all of 4 heads: want one left"},
	} {
		_, err := attention.PruneHeads(store, c.path, heads, c.remove...)
		require.EqualError(t, err, c.want)
	}
}

// A gate of 1 changes nothing, and its gradient is that of its head's part.
func TestHeadGate(t *testing.T) {
	f := function(t, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		a, x := attention.NewMultiHead(s, hidden, heads), in.Get("x")
		gates := s.Table([]float64{1, 1, 1, 1}, heads)
		gated := (&attention.HeadGate{MultiHead: a, Gate: gates}).Forward(x, x, nil)
		loss := gated.Sum()
		shut := (&attention.HeadGate{MultiHead: a, Gate: s.Table([]float64{1, 0, 1, 1}, heads)}).Forward(x, x, nil).Sum()
		return graph.Outputs{
			"off": gated.Sub(a.Forward(x, x, nil)).Abs().Max(),
			"dg":  s.Graph().Backprop(loss, gates)[0],
			"by":  loss.Sub(shut), // of head 1: the loss is linear in the gates
		}
	})
	out, err := f.Run(graph.Values{"x": rows(text(1, 6))})
	require.NoError(t, err)
	require.InDelta(t, 0, out["off"].Float32s()[0], 1e-6)
	require.InDelta(t, out["by"].Float32s()[0], out["dg"].Float32s()[1], 1e-4)
}

// Weights of one layer serve another: with its values, the result is that of
// attending itself.
func TestSharedMapIsTheOtherLayersAttention(t *testing.T) {
	f := function(t, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		a, x := attention.NewMultiHead(s, hidden, heads), in.Get("x")
		shared := &attention.SharedMap{Value: a.Value, Output: a.Output}
		own := attention.NewSharedMap(s.In("own"), hidden)
		w := a.Weights(x, x, nil)
		return graph.Outputs{"y": a.Forward(x, x, nil), "shared": shared.Forward(w, x), "own": own.Forward(w, x)}
	})
	out, err := f.Run(graph.Values{"x": rows(text(1, 6))})
	require.NoError(t, err)
	require.InDeltaSlice(t, out["y"].Data(), out["shared"].Data(), 1e-5)
	require.Equal(t, out["y"].Shape(), out["own"].Shape())
	require.NotEqual(t, out["y"].Data(), out["own"].Data())
}

// One source is itself however it is fused, and equal sources are their own mean.
func TestFusion(t *testing.T) {
	f := function(t, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		x := in.Get("x")
		twice := graph.Concat(-1, x, x)
		c := attention.NewFuseConcat(s.In("concat"), 2, hidden)
		return graph.Outputs{
			"x": x, "sum": attention.FuseSum(x, x, x).Scale(1. / 3), "one": attention.FuseSum(x),
			"gate":      attention.NewFuseGate(s.In("gate"), hidden).Forward(x, x),
			"attention": attention.NewFuseAttention(s.In("attention"), hidden, 5).Forward(x.Scale(3), x, x),
			"concat":    c.Forward(x, x), "linear": c.Output.Forward(twice),
		}
	})
	out, err := f.Run(graph.Values{"x": rows(text(1, 6), text(2, 6))})
	require.NoError(t, err)
	for _, name := range []string{"sum", "one", "gate", "attention"} {
		require.InDeltaSlice(t, out["x"].Data(), out[name].Data(), 1e-6, name)
	}
	require.Equal(t, out["linear"].Data(), out["concat"].Data())
}

// Sources are weighed at each position by itself.
func TestFuseAttentionWeighsAtEachPosition(t *testing.T) {
	f := function(t, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		x, a := in.Get("x"), attention.NewFuseAttention(s, hidden, 5)
		first, second := x.Scale(2), x.Square()
		scores := func(source *graph.Node) *graph.Node { // [batch, seq, 1]
			return a.Score.Value.Forward(a.Score.Query.Forward(x).Add(a.Score.Key.Forward(source)).Tanh())
		}
		w := graph.Concat(2, scores(first), scores(second)).Softmax(-1) // [batch, seq, 2]
		want := w.Slice(2, 0, 1).Mul(first).Add(w.Slice(2, 1, 2).Mul(second))
		return graph.Outputs{"y": a.Forward(x, first, second), "want": want}
	})
	out, err := f.Run(graph.Values{"x": rows(text(1, 6), text(2, 6))})
	require.NoError(t, err)
	require.InDeltaSlice(t, out["want"].Data(), out["y"].Data(), 1e-6)
}

// What is padding, of words and of sentences, changes nothing.
func TestHierarchicalPadding(t *testing.T) {
	f := function(t, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		x, h := in.Get("x"), attention.NewHierarchical(s, hidden, 5) // x [sentences, words, hidden]
		words := s.Range(4).Less(s.Whole(3)).Expand(1, 2, 4)
		sentences := s.Range(2).Less(s.Whole(1)).Expand(1, 2)
		padded := h.Forward(x.Unsqueeze(0), words, sentences)
		alone := h.Forward(x.Slice(0, 0, 1).Slice(1, 0, 3).Unsqueeze(0), nil, nil)
		return graph.Outputs{"padded": padded, "alone": alone}
	})
	out, err := f.Run(graph.Values{"x": rows(text(1, 4), text(2, 4))})
	require.NoError(t, err)
	require.Equal(t, tensor.Shape{1, hidden}, out["padded"].Shape())
	require.InDeltaSlice(t, out["alone"].Data(), out["padded"].Data(), 1e-6)
}

// Linear attention that sees nothing, or a part.
func TestLinearPadding(t *testing.T) {
	f := function(t, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		x := in.Get("x").Reshape(2, 6, heads, hidden/heads).Transpose(0, 2, 1, 3)                    // [batch, heads, seq, d]
		seen := s.Range(6).Less(graph.Concat(0, s.Range(1), s.Range(5).Slice(0, 4, 5)).Unsqueeze(1)) // none, and 4
		part := x.Slice(0, 1, 2)
		return graph.Outputs{
			"y":     attention.Linear{}.Forward(x, x, x, seen),
			"alone": attention.Linear{}.Forward(part, part.Slice(2, 0, 4), part.Slice(2, 0, 4), nil),
			"dx":    s.Graph().Backprop(attention.Linear{}.Forward(x, x, x, seen).Square().Sum(), x)[0],
		}
	})
	out, err := f.Run(graph.Values{"x": rows(text(1, 6), text(2, 6))})
	require.NoError(t, err)
	half := 6 * hidden
	require.Equal(t, make([]float32, half), out["y"].Float32s()[:half])
	require.Equal(t, make([]float32, half), out["dx"].Float32s()[:half])
	require.InDeltaSlice(t, out["alone"].Float32s(), out["y"].Float32s()[half:], 1e-6)
}
