package transformer_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/transformer"
	"github.com/gaze-ml/gaze/weights"
)

const vocab, longest = 11, 40

// language is a decoder-only model: the logits [batch, vocab] of what follows
// position last of each row of ids [batch, seq]. With at it goes on from there.
func language(c transformer.Config) graph.Draw {
	return func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		ids := in.Get("ids")
		body, positions := transformer.NewEncoder(s.In("body"), c), (*graph.Node)(nil)
		if in.Has("at") {
			body.Remember(s.In("cache"), in.Get("at"), longest)
			positions = attention.PositionsFrom(in.Get("at"), ids.Dim(1))
		}
		x := layers.NewEmbedding(s.In("tokens"), vocab, c.Hidden).Forward(ids) // [batch, seq, hidden]
		x = attention.NewLearned(s.In("positions"), longest, c.Hidden).Forward(x, positions)
		x = layers.Pick(body.Forward(x, nil), in.Get("last")) // [batch, hidden]
		return graph.Outputs{"logits": layers.NewLinear(s.In("head"), c.Hidden, vocab).Forward(x)}
	}
}

func ids(rows ...[]int) *tensor.Dense {
	seq := 0
	for _, r := range rows {
		seq = max(seq, len(r))
	}
	x := make([]int, len(rows)*seq) // padded with 0
	for b, r := range rows {
		copy(x[b*seq:], r)
	}
	return tensor.New(tensor.WithShape(len(rows), seq), tensor.WithBacking(x))
}

func whole(x ...int) *tensor.Dense {
	return tensor.New(tensor.WithShape(len(x)), tensor.WithBacking(x))
}

// logits answers with those of each row.
func logits(t *testing.T, f *graph.Function, in graph.Values, states *graph.States) (rows [][]float32) {
	t.Helper()
	require.NoError(t, f.Call(in, states, func(r *graph.Results) error {
		d, err := r.Value("logits")
		if err != nil {
			return err
		}
		for b := range d.Shape()[0] {
			rows = append(rows, append([]float32{}, d.Float32s()[b*vocab:(b+1)*vocab]...))
		}
		return nil
	}))
	return rows
}

func best(x []float32) (at int) {
	for i, v := range x {
		if v > x[at] {
			at = i
		}
	}
	return at
}

// A batch of prompts of different lengths, written on greedily through the
// cache, gives what each gives alone without one.
func TestDecodingABatch(t *testing.T) {
	prompts := [][]int{{1, 2, 3}, {4, 5, 6, 7, 8, 9, 1}, {10}}
	for name, c := range map[string]transformer.Config{
		"pre-norm":  {Layers: 2, Hidden: 16, Heads: 4, KeyValueHeads: 2, PreNorm: true, Causal: true},
		"post-norm": {Layers: 2, Hidden: 16, Heads: 4, Causal: true, Activation: layers.GELU},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := graph.NewFunction(weights.New(2), graph.Options{}, language(c))
			require.NoError(t, err)
			states, rows := graph.NewStates(), append([][]int{}, prompts...)
			in := graph.Values{"ids": ids(rows...), "at": whole(0, 0, 0), "last": whole(2, 6, 0)}
			for range 12 {
				next, at := [][]int{}, []int{}
				for b, got := range logits(t, f, in, states) {
					want := logits(t, f, graph.Values{"ids": ids(rows[b]), "last": whole(len(rows[b]) - 1)}, nil)[0]
					require.InDeltaSlice(t, want, got, 1e-5, "row %d at %d", b, len(rows[b]))
					at = append(at, len(rows[b]))
					rows[b] = append(append([]int{}, rows[b]...), best(got))
					next = append(next, rows[b][len(rows[b])-1:])
				}
				in = graph.Values{"ids": ids(next...), "at": whole(at...), "last": whole(0, 0, 0)}
			}
			before := f.Stats().Compiled
			for range 5 {
				logits(t, f, in, states)
			}
			require.Equal(t, before, f.Stats().Compiled)
		})
	}
}

// A decoder that remembers writes what it writes in one pass.
func TestDecodingFromMemory(t *testing.T) {
	c := transformer.Config{Layers: 2, Hidden: 8, Heads: 2}
	draw := func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		d := transformer.NewDecoder(s.In("decoder"), c)
		if in.Has("at") {
			d.Remember(s.In("cache"), in.Get("at"), longest)
		}
		mask := attention.PaddingAfter(in.Get("lengths"), in.Get("memory").Dim(1))
		return graph.Outputs{"y": d.Forward(in.Get("x"), in.Get("memory"), nil, mask)}
	}
	f, err := graph.NewFunction(weights.New(2), graph.Options{}, draw)
	require.NoError(t, err)
	random := func(seed uint64, shape ...int) *tensor.Dense {
		x := make([]float64, tensor.Shape(shape).TotalSize())
		weights.Normal(1)(weights.NewRandom(seed, "x"), shape, x)
		y := make([]float32, len(x))
		for i := range x {
			y[i] = float32(x[i])
		}
		return tensor.New(tensor.WithShape(shape...), tensor.WithBacking(y))
	}
	memory, lengths, x := random(1, 1, 5, 8), whole(3), random(2, 1, 6, 8)
	out, err := f.Run(graph.Values{"x": x, "memory": memory, "lengths": lengths})
	require.NoError(t, err)
	states := graph.NewStates()
	for at := range 6 {
		one := tensor.New(tensor.WithShape(1, 1, 8), tensor.WithBacking(append([]float32{}, x.Float32s()[at*8:at*8+8]...)))
		in := graph.Values{"x": one, "memory": memory, "lengths": lengths, "at": whole(at)}
		require.NoError(t, f.Call(in, states, func(r *graph.Results) error {
			y, err := r.Value("y")
			require.InDeltaSlice(t, out["y"].Float32s()[at*8:at*8+8], y.Float32s(), 1e-5, "position %d", at)
			return err
		}))
	}
}

func TestMistakes(t *testing.T) {
	for want, c := range map[string]transformer.Config{
		"want Layers, Hidden and Heads of at least 1": {Hidden: 8, Heads: 2},
		"3 heads: want a divisor of hidden 8":         {Layers: 1, Hidden: 8, Heads: 3},
	} {
		g := graph.New(nil)
		transformer.NewEncoderDecoder(g.Scope(), c)
		require.ErrorContains(t, g.Err(), want)
		require.ErrorContains(t, g.Err(), "decode_test.go:")
	}
}

// Dropout drops while training only, and draws anew in each step.
func TestDropout(t *testing.T) {
	c := transformer.Config{Layers: 1, Hidden: 8, Heads: 2, Dropout: 0.5}
	run := func(training bool) (x, y []float32) {
		f, err := graph.NewFunction(weights.New(2), graph.Options{Training: training}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
			return graph.Outputs{"y": transformer.NewEncoder(s, c).Forward(in.Get("x"), nil)}
		})
		require.NoError(t, err)
		in := graph.Values{"x": tensor.New(tensor.WithShape(1, 3, 8), tensor.WithBacking(make([]float32, 24)))}
		first, err := f.Run(in)
		require.NoError(t, err)
		second, err := f.Run(in)
		require.NoError(t, err)
		return first["y"].Float32s(), second["y"].Float32s()
	}
	first, second := run(true)
	require.NotEqual(t, first, second)
	again, _ := run(true)
	require.Equal(t, first, again, "the same seed, the same step")
	first, second = run(false)
	require.Equal(t, first, second)
}
