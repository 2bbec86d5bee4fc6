package attention_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// Weights beside Forward, before or after it, read what was appended: rows change
// places and positions are taken once.
func TestWeightsWithCache(t *testing.T) {
	first, second := text(1, 6), text(2, 6)
	fresh := graph.Values{"x": rows(first[:5], second[:5]), "at": ints(0, 0)}
	turned := graph.Values{"x": rows(first[5:], second[5:]), "at": ints(5, 5), "from": ints(1, 0)}
	var want [][][]float32
	for _, look := range []string{"never", "before", "after"} {
		f, err := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
			x := in.Get("x")
			a := attention.NewGroupedMultiHead(s, hidden, heads, 2)
			a.Position = attention.NewRotary(s, longest, 4, 100)
			a.Remember(s.In("cache"), in.Get("at"), longest)
			if in.Has("from") {
				a.Cache.From = in.Get("from")
			}
			out := graph.Outputs{}
			if look == "before" {
				out["weights"] = a.Weights(x, x, nil) // [batch, heads, seq, longest]
			}
			out["y"] = a.Forward(x, x, nil)
			if look == "after" {
				out["weights"] = a.Weights(x, x, nil)
			}
			return out
		})
		require.NoError(t, err)
		states := graph.NewStates()
		run(t, f, fresh, states)
		y := run(t, f, turned, states)
		if look == "never" {
			want = y
			continue
		}
		require.Equal(t, want, y, look)
		wantRowsOfWeights(t, f, fresh, turned)
	}
}

// wantRowsOfWeights wants each row to weigh the 6 positions there are, and no more.
func wantRowsOfWeights(t *testing.T, f *graph.Function, runs ...graph.Values) {
	t.Helper()
	states, last := graph.NewStates(), []float32(nil)
	for _, in := range runs {
		require.NoError(t, f.Call(in, states, func(r *graph.Results) error {
			d, err := r.Value("weights")
			if err == nil {
				last = append([]float32{}, d.Float32s()...)
			}
			return err
		}))
	}
	require.Len(t, last, 2*heads*longest)
	for i := 0; i < len(last); i += longest {
		sum := float32(0)
		for j, w := range last[i : i+longest] {
			require.Equal(t, j < 6, w > 0)
			sum += w
		}
		require.InDelta(t, 1, sum, 1e-6)
	}
}

func TestCacheIsAppendedToOnce(t *testing.T) {
	s := graph.New(nil).Scope()
	a := attention.NewMultiHead(s, hidden, heads)
	a.Remember(s.In("cache"), s.Ints("at", 2), longest)
	x, other := s.Input("x", 2, 3, hidden), s.Input("other", 2, 3, hidden)
	a.Forward(x, x, nil)
	require.NoError(t, s.Graph().Err())
	a.Weights(x, other, nil)
	require.ErrorContains(t, s.Graph().Err(), "[2, 4, 32, 4]: a second Append in one drawing: want one of all new positions")
}
