package graph_test

import (
	"math"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// wide is large enough for rounding errors to be typical.
var wide = gpt{vocab: 50, seq: 16, hidden: 64, heads: 4, layers: 2}

func (c gpt) draw(s *graph.Scope, in graph.Inputs) graph.Outputs {
	return graph.Outputs{"logits": c.logits(s, in.Get("ids"))}
}

func (c gpt) ids(seed uint64) graph.Values {
	r := rand.New(rand.NewPCG(seed, 2))
	ids := make([]int, 4*c.seq)
	for i := range ids {
		ids[i] = r.IntN(c.vocab)
	}
	return graph.Values{"ids": tensor.New(tensor.WithShape(4, c.seq), tensor.WithBacking(ids))}
}

func (c gpt) evaluate(t *testing.T, store *weights.Store, o graph.Options) []float32 {
	t.Helper()
	f, err := graph.NewFunction(store, o, c.draw)
	require.NoError(t, err)
	out, err := f.Run(c.ids(1))
	require.NoError(t, err)
	return out["logits"].Data().([]float32)
}

func relativeRMS(got, want []float32) float64 {
	var wrong, all float64
	for i, w := range want {
		d := float64(got[i]) - float64(w)
		wrong, all = wrong+d*d, all+float64(w)*float64(w)
	}
	return math.Sqrt(wrong / all)
}

func TestPrecisionOfEvaluation(t *testing.T) {
	store := weights.New(1)
	want := wide.evaluate(t, store, graph.Options{})
	for p, most := range map[graph.Precision]float64{graph.BF16x3: 1e-5, graph.BF16: 1e-2, graph.Int8: 5e-2} {
		got := wide.evaluate(t, store, graph.Options{Precision: p})
		rms := relativeRMS(got, want)
		require.Less(t, rms, most, "%v", p)
		if p != graph.BF16x3 {
			require.Greater(t, rms, most/50, "%v: nothing was rounded", p)
		}
		require.Equal(t, got, wide.evaluate(t, store, graph.Options{Precision: p}), "%v: other bits the second time", p)
	}
}

// What is packed of weights is packed again when they change.
func TestPrecisionSeesChangedWeights(t *testing.T) {
	for _, p := range []graph.Precision{graph.Float32, graph.BF16, graph.Int8} {
		store := weights.New(1)
		f, err := graph.NewFunction(store, graph.Options{Precision: p}, wide.draw)
		require.NoError(t, err)
		_, err = f.Run(wide.ids(1))
		require.NoError(t, err)
		change := func(s *weights.Store) {
			require.NoError(t, s.Update(func() error {
				for _, path := range s.Paths() {
					e, _ := s.Entry(path)
					for i := range e.Float32s() {
						e.Float32s()[i] *= 1.5
					}
				}
				return nil
			}))
		}
		change(store)
		got, err := f.Run(wide.ids(1))
		require.NoError(t, err)
		other := weights.New(1)
		wide.evaluate(t, other, graph.Options{})
		change(other)
		require.Equal(t, wide.evaluate(t, other, graph.Options{Precision: p}), got["logits"].Data(), "%v", p)
	}
}

// Many goroutines meet a weight that nobody has packed yet.
func TestPrecisionPacksOnceForAllMachines(t *testing.T) {
	store := weights.New(1)
	want := wide.evaluate(t, store, graph.Options{Precision: graph.Int8})
	f, err := graph.NewFunction(store, graph.Options{Precision: graph.Int8, Machines: 3}, wide.draw)
	require.NoError(t, err)
	for range 3 {
		require.NoError(t, store.Update(func() error { return nil }))
		var wait sync.WaitGroup
		for range 3 {
			wait.Go(func() {
				out, err := f.Run(wide.ids(1))
				if err != nil {
					t.Error(err)
					return
				}
				require.Equal(t, want, out["logits"].Data())
			})
		}
		wait.Wait()
	}
}

func TestPrecisionOfScope(t *testing.T) {
	draw := func(set func(s *graph.Scope)) graph.Draw {
		return func(s *graph.Scope, in graph.Inputs) graph.Outputs {
			set(s)
			return graph.Outputs{"y": linear(s.In("head", "dense"), in.Get("x"), 40)}
		}
	}
	store, x := weights.New(1), tensor.New(tensor.WithShape(7, 33), tensor.WithBacking(tensor.Random(tensor.Float32, 7*33)))
	run := func(p graph.Precision, set func(s *graph.Scope)) []float32 {
		f, err := graph.NewFunction(store, graph.Options{Precision: p}, draw(set))
		require.NoError(t, err)
		out, err := f.Run(graph.Values{"x": x})
		require.NoError(t, err)
		return out["y"].Data().([]float32)
	}
	nothing := func(*graph.Scope) {}
	exact, half := run(graph.Float32, nothing), run(graph.BF16, nothing)
	require.NotEqual(t, exact, half)
	require.Equal(t, exact, run(graph.BF16, func(s *graph.Scope) { s.In("head").SetPrecision(graph.Float32) }))
	require.Equal(t, half, run(graph.BF16, func(s *graph.Scope) { s.In("he").SetPrecision(graph.Float32) }))
	require.Equal(t, half, run(graph.Float32, func(s *graph.Scope) {
		s.SetPrecision(graph.Int8)
		s.In("head", "dense").SetPrecision(graph.BF16)
	}))
}

func TestInt8DoesNotTrain(t *testing.T) {
	_, err := graph.NewFunction(weights.New(1), graph.Options{Precision: graph.Int8, Training: true}, wide.draw)
	require.ErrorContains(t, err, "Int8 is for evaluation: train in Float32 or BF16, and compile another program")

	g := graph.New(nil)
	g.Scope().In("head").SetPrecision(graph.Int8)
	y := linear(g.Scope().In("head"), g.Scope().Input("x", 2, 3), 4)
	_, err = g.Compile(graph.Options{Training: true}, y)
	require.ErrorContains(t, err, "head: linear [2, 4]: Int8 is for evaluation")

	// A Function draws, and so learns what a scope asks for, when it is first run.
	f, err := graph.NewFunction(weights.New(1), graph.Options{Training: true}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		s.In("wide").SetPrecision(graph.Int8)
		return wide.draw(s.In("wide"), in)
	})
	require.NoError(t, err)
	_, err = f.Run(wide.ids(1))
	require.ErrorContains(t, err, "linear")
	require.ErrorContains(t, err, "Int8 is for evaluation")

	g = graph.New(nil)
	g.Scope().SetPrecision(9)
	require.ErrorContains(t, g.Err(), "Precision(9) is not supported")
}

func TestFloat64IgnoresPrecision(t *testing.T) {
	var want any
	for _, p := range []graph.Precision{graph.Float32, graph.BF16, graph.Int8} {
		g := graph.NewFloat64(weights.New(1))
		x := g.Scope().Input("x", 2, 3)
		y := linear(g.Scope(), x, 4)
		m, err := g.Compile(graph.Options{Precision: p}, y)
		require.NoError(t, err)
		require.NoError(t, m.Let(x, tensor.New(tensor.WithShape(2, 3), tensor.WithBacking([]float64{1.1, 2.2, 3.3, 4.4, 5.5, 6.6}))))
		require.NoError(t, m.RunAll())
		d, err := m.Value(y)
		require.NoError(t, err)
		if want == nil {
			want = d.Data()
		}
		require.Equal(t, want, d.Data())
	}
}

// Training in bf16 rounds forward and backward, and gradients stay near.
func TestPrecisionOfTraining(t *testing.T) {
	gradients := func(p graph.Precision) map[string][]float32 {
		m := wide.train(t, weights.New(1), 4, graph.Options{Precision: p})
		ids := wide.ids(1)["ids"]
		require.NoError(t, m.Let(m.ids, ids))
		require.NoError(t, m.Let(m.labels, ids))
		require.NoError(t, m.RunAll())
		all := map[string][]float32{}
		for i := range m.Gradients().Len() {
			all[m.Gradients().Path(i)] = m.Gradients().At(i).Data().([]float32)
		}
		return all
	}
	exact, half := gradients(graph.Float32), gradients(graph.BF16)
	var got, want []float32
	for name, g := range exact {
		got, want = append(got, half[name]...), append(want, g...)
	}
	require.Less(t, relativeRMS(got, want), 2e-2)
	require.Greater(t, relativeRMS(got, want), 1e-4)
	require.Less(t, relativeRMS(half["layer.0.up.weight"], exact["layer.0.up.weight"]), 5e-2)
}

func TestDeviations(t *testing.T) {
	store := weights.New(1)
	ds, err := graph.Deviations(store, graph.Int8, wide.draw, wide.ids(1))
	require.NoError(t, err)
	require.Len(t, ds, 2*7+1+1)
	require.Equal(t, "layer.0.query: linear [4, 16, 64]", ds[0].Where)
	require.Equal(t, "output logits", ds[15].Where)
	require.Equal(t, relativeRMS(wide.evaluate(t, store, graph.Options{Precision: graph.Int8}), wide.evaluate(t, store, graph.Options{})), ds[15].RMS)
	for _, d := range ds {
		require.Less(t, d.RMS, 0.05, d.Where)
		require.Greater(t, d.RMS, 0.001, d.Where)
		require.Less(t, d.Max, 0.1, d.Where)
	}
	ds, err = graph.Deviations(store, graph.Float32, wide.draw, wide.ids(1))
	require.NoError(t, err)
	for _, d := range ds {
		require.Zero(t, d.RMS)
	}
	_, err = graph.Deviations(store, 7, wide.draw, wide.ids(1))
	require.ErrorContains(t, err, "Precision(7)")
}
