package attention_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
)

// ALiBi goes on falling by one slope, however long a text is.
func TestALiBiBeyond(t *testing.T) {
	bias := value(t, func(s *graph.Scope) *graph.Node { return attention.ALiBi(attention.Within(s, 300), heads) }).Float32s()
	for h, slope := range attention.Slopes(heads) {
		for _, i := range []int{0, 7, 299} {
			for j := range 300 {
				require.InDelta(t, -slope*max(float64(i-j), float64(j-i)), bias[(h*300+i)*300+j], 1e-5)
			}
		}
	}
}

// From Furthest on all distances have one bias, and a longer text changes none of a
// shorter one's.
func TestRelativeBiasBeyond(t *testing.T) {
	for _, both := range []bool{false, true} {
		bias := func(seq int) []float32 {
			return value(t, func(s *graph.Scope) *graph.Node {
				b := attention.NewRelativeBias(s, 1, 8, both)
				b.Furthest = 20
				return b.Forward(attention.Within(s, seq))
			}).Float32s()
		}
		long, short := bias(70), bias(20)
		at := func(i, j int) float32 { return long[i*70+j] }
		for i := range 20 {
			require.Equal(t, short[i*20:][:20], long[i*70:][:20])
		}
		for away := 20; away < 70; away++ {
			require.Equal(t, at(69, 49), at(69, 69-away), "%d before", away)
			require.Equal(t, at(0, 20), at(0, away), "%d after", away)
		}
		require.NotEqual(t, at(69, 49), at(69, 68))
		require.Equal(t, !both, at(0, 0) == at(0, 20), "after the query there are buckets for encoders only")
	}
}

// Keys further than the furthest get its vectors: of keys and values that are all
// alike they differ by distance alone, and beyond the furthest in nothing.
func TestShawBeyond(t *testing.T) {
	w := value(t, func(s *graph.Scope) *graph.Node {
		a, q := attention.NewShaw(s, 3, d, d), heard(s, "q", 1, 1, 1, d).Expand(1, 1, 40, d)
		return a.Weights(q, heard(s, "k", 1, 1, 1, d).Expand(1, 1, 40, d), nil, attention.Within(s, 40))
	}).Float32s()
	row := w[20*40:][:40]
	for j := range 40 {
		switch {
		case j <= 17:
			require.Equal(t, row[0], row[j])
		case j >= 23:
			require.Equal(t, row[39], row[j])
		default:
			require.NotEqual(t, row[0], row[j])
			require.NotEqual(t, row[39], row[j])
		}
	}
}

// A table has an end, and beyond it is an error: where positions are known when drawing
// then, otherwise when running.
func TestTablesEnd(t *testing.T) {
	for want, draw := range map[string]func(s *graph.Scope, at *graph.Node) *graph.Node{
		"position: embedding [1, 2, 8]: ids[0, 1] is 4: want 0 to 3": func(s *graph.Scope, at *graph.Node) *graph.Node {
			return attention.NewLearned(s.In("position"), 4, 8).Forward(heard(s, "x", 1, 2, 8), at)
		},
		"embedding [1, 2, 8]: ids[0, 1] is 4: want 0 to 3": func(s *graph.Scope, at *graph.Node) *graph.Node {
			return attention.NewSinusoidal(s, 4, 8).Forward(heard(s, "x", 1, 2, 8), at)
		},
		"rotary [1, 1, 2, 8]: positions[0, 1] is 4: want 0 to 3": func(s *graph.Scope, at *graph.Node) *graph.Node {
			return attention.NewRotary(s, 4, 8, 100).Forward(heard(s, "x", 1, 1, 2, 8), at)
		},
		"rotary [2, 2, 1, 4]: positions[1, 0] is 4: want 0 to 3": func(s *graph.Scope, at *graph.Node) *graph.Node {
			a, x := attention.NewMultiHead(s, 8, 2), heard(s, "x", 1, 2, 8)
			a.Position = attention.Placed{Position: attention.NewStretchedRotary(s, 4, 4, 100, 2), Positions: at}
			return a.Forward(x, x, nil)
		},
	} {
		_, err := function(t, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
			return graph.Outputs{"y": draw(s, in.Get("at"))}
		}).Run(graph.Values{"at": whole([]int{3, 4}, 1, 2)})
		require.ErrorContains(t, err, want)
	}
}
