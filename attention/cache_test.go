package attention_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/internal/mallocs"
	"github.com/gaze-ml/gaze/weights"
)

const hidden, heads, longest = 16, 4, 32

// positions are the ways to tell a decoder where it is: added to what it reads,
// or to queries and keys.
var positions = map[string]struct {
	added, turned func(s *graph.Scope) attention.Position
}{
	"none":       {},
	"learned":    {added: func(s *graph.Scope) attention.Position { return attention.NewLearned(s, longest, hidden) }},
	"sinusoidal": {added: func(s *graph.Scope) attention.Position { return attention.NewSinusoidal(s, longest, hidden) }},
	"rotary":     {turned: func(s *graph.Scope) attention.Position { return attention.NewRotary(s, longest, 4, 100) }},
	"rotary of a half": {turned: func(s *graph.Scope) attention.Position {
		return attention.NewRotary(s, longest, 2, 100)
	}},
	"rotary pairs": {turned: func(s *graph.Scope) attention.Position { return attention.NewRotaryPairs(s, longest, 4, 100) }},
}

// decoder draws causal self-attention of x [batch, seq, hidden], with a cache if
// at [batch] is given.
func decoder(position string, kvHeads int) graph.Draw {
	return func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		x, p := in.Get("x"), positions[position]
		a := attention.NewGroupedMultiHead(s, hidden, heads, kvHeads)
		a.Causal = true
		if in.Has("at") {
			a.Remember(s.In("cache"), in.Get("at"), longest)
		}
		if in.Has("from") {
			a.Cache.From = in.Get("from")
		}
		if p.turned != nil {
			a.Position = p.turned(s)
		}
		if p.added != nil && in.Has("at") {
			x = p.added(s.In("position")).Forward(x, a.Cache.Positions(x.Dim(1)))
		} else if p.added != nil {
			x = p.added(s.In("position")).Forward(x, nil)
		}
		return graph.Outputs{"y": a.Forward(x, x, nil)}
	}
}

func ints(x ...int) *tensor.Dense {
	return tensor.New(tensor.WithShape(len(x)), tensor.WithBacking(x))
}

// rows are x[b, i] of the given texts, padded with NaN to the longest of them.
func rows(texts ...[][]float32) *tensor.Dense {
	seq := 0
	for _, x := range texts {
		seq = max(seq, len(x))
	}
	var data []float32
	for _, x := range texts {
		for i := range seq {
			for j := range hidden {
				if i < len(x) {
					data = append(data, x[i][j])
				} else {
					data = append(data, float32(math.NaN()))
				}
			}
		}
	}
	return tensor.New(tensor.WithShape(len(texts), seq, hidden), tensor.WithBacking(data))
}

// text is n random vectors.
func text(seed uint64, n int) [][]float32 {
	r := weights.NewRandom(seed, "text")
	x := make([][]float32, n)
	for i := range x {
		for range hidden {
			x[i] = append(x[i], float32(r.Normal()))
		}
	}
	return x
}

// run answers with y[b][i], each of hidden numbers.
func run(t *testing.T, f *graph.Function, in graph.Values, states *graph.States) (y [][][]float32) {
	t.Helper()
	require.NoError(t, f.Call(in, states, func(r *graph.Results) error {
		d, err := r.Value("y")
		if err != nil {
			return err
		}
		batch, seq := d.Shape()[0], d.Shape()[1]
		for b := range batch {
			y = append(y, nil)
			for i := range seq {
				at := (b*seq + i) * hidden
				y[b] = append(y[b], append([]float32{}, d.Float32s()[at:at+hidden]...))
			}
		}
		return nil
	}))
	return y
}

func near(t *testing.T, want, got []float32, msg string, args ...any) {
	t.Helper()
	require.Len(t, got, len(want))
	for i := range want {
		require.InDelta(t, want[i], got[i], 1e-5, msg, args)
	}
}

// Prompts of different lengths, one batch of them, then step by step: each gives
// what the whole of it gives by itself in one pass. Padding is NaN and seen by
// nobody.
func TestCachedDecodingEqualsTheFullPass(t *testing.T) {
	texts := [][][]float32{text(1, 12), text(2, 17), text(3, 9)}
	prompts := []int{5, 10, 2}
	for name := range positions {
		for _, kvHeads := range []int{4, 2, 1} {
			t.Run(fmt.Sprintf("%s, %d key heads", name, kvHeads), func(t *testing.T) {
				store := weights.New(1)
				f, err := graph.NewFunction(store, graph.Options{}, decoder(name, kvHeads))
				require.NoError(t, err)
				var want [][][]float32
				for _, x := range texts {
					want = append(want, run(t, f, graph.Values{"x": rows(x)}, nil)[0])
				}
				compiled := f.Stats().Compiled
				states := graph.NewStates()
				y := run(t, f, graph.Values{
					"x":  rows(texts[0][:prompts[0]], texts[1][:prompts[1]], texts[2][:prompts[2]]),
					"at": ints(0, 0, 0),
				}, states)
				for b, n := range prompts {
					for i := range n {
						near(t, want[b][i], y[b][i], "prompt %d at %d", b, i)
					}
				}
				for step := range 7 {
					at := []int{prompts[0] + step, prompts[1] + step, prompts[2] + step}
					y := run(t, f, graph.Values{
						"x":  rows(texts[0][at[0]:at[0]+1], texts[1][at[1]:at[1]+1], texts[2][at[2]:at[2]+1]),
						"at": ints(at...),
					}, states)
					for b := range texts {
						near(t, want[b][at[b]], y[b][0], "text %d at %d", b, at[b])
					}
				}
				require.Equal(t, 2, f.Stats().Compiled-compiled, "one program for prompts, one for steps")
			})
		}
	}
}

// A prompt that comes in pieces of different lengths, and a row that has ended.
func TestCacheTakesPieces(t *testing.T) {
	texts := [][][]float32{text(1, 12), text(2, 6)}
	f, err := graph.NewFunction(weights.New(1), graph.Options{}, decoder("rotary", 2))
	require.NoError(t, err)
	want := [][][]float32{
		run(t, f, graph.Values{"x": rows(texts[0])}, nil)[0],
		run(t, f, graph.Values{"x": rows(texts[1])}, nil)[0],
	}
	states, at := graph.NewStates(), []int{0, 0}
	for _, piece := range [][]int{{3, 2}, {1, 4}, {4, 0}, {4, 0}} {
		y := run(t, f, graph.Values{
			"x":  rows(texts[0][at[0]:at[0]+piece[0]], texts[1][at[1]:at[1]+piece[1]]),
			"at": ints(at...),
		}, states)
		for b, n := range piece {
			for i := range n {
				near(t, want[b][at[b]+i], y[b][i], "text %d at %d", b, at[b]+i)
			}
			at[b] += n
		}
	}
}

// Beams go on from others: row 0 from 1, and 1 from 1 as well.
func TestCacheGoesOnFromOtherRows(t *testing.T) {
	first, second := text(1, 6), text(2, 6)
	f, err := graph.NewFunction(weights.New(1), graph.Options{}, decoder("rotary", 2))
	require.NoError(t, err)
	want := run(t, f, graph.Values{"x": rows(second)}, nil)[0]
	states := graph.NewStates()
	run(t, f, graph.Values{"x": rows(first[:5], second[:5]), "at": ints(0, 0)}, states)
	y := run(t, f, graph.Values{"x": rows(second[5:], second[5:]), "at": ints(5, 5), "from": ints(1, 1)}, states)
	near(t, want[5], y[0][0], "row 0")
	near(t, want[5], y[1][0], "row 1")
}

func TestCacheIsFull(t *testing.T) {
	f, err := graph.NewFunction(weights.New(1), graph.Options{}, decoder("none", 2))
	require.NoError(t, err)
	err = f.Call(graph.Values{"x": rows(text(1, 2)), "at": ints(31)}, nil, nil)
	require.ErrorContains(t, err, "append at[0] 31 of 2 positions: state holds 32")
}

// A step through the cache allocates nothing.
func TestStepAllocatesNothing(t *testing.T) {
	f, err := graph.NewFunction(weights.New(1), graph.Options{}, decoder("rotary", 2))
	require.NoError(t, err)
	states, at := graph.NewStates(), ints(0, 0)
	in := graph.Values{"x": rows(text(1, 1), text(2, 1)), "at": at}
	step := func() {
		if err := f.Call(in, states, nil); err != nil {
			t.Fatal(err)
		}
		at.Ints()[0]++
		at.Ints()[1]++
	}
	for range 5 {
		step()
	}
	require.Zero(t, mallocs.Fewest(5, step))
}
