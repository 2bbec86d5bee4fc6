package attention_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// Of grouped heads, each that is left reads the keys and values it has read before,
// whichever are removed.
func TestPrunedGroupsAreGated(t *testing.T) {
	for _, c := range []struct {
		kvHeads, left int // of keys, before and after
		remove        []int
	}{
		{2, 2, []int{1, 3}}, {2, 1, []int{2, 3}}, {2, 1, []int{0, 1}}, {2, 3, []int{0}}, {2, 3, []int{3}},
		{2, 2, []int{0, 2}}, {1, 1, []int{0, 3}}, {1, 1, []int{1}}, {2, 1, []int{0, 1, 3}}, {4, 2, []int{0, 3}},
	} {
		t.Run(fmt.Sprint(c.kvHeads, " heads of keys, without ", c.remove), func(t *testing.T) {
			store := weights.New(1)
			in := graph.Values{"x": rows(text(1, 6), text(2, 6))}
			want := run(t, functionOf(t, store, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
				a, x := &attention.HeadGate{MultiHead: attention.NewGroupedMultiHead(s.In("a"), hidden, heads, c.kvHeads)}, in.Get("x")
				gates := []float64{1, 1, 1, 1}
				for _, h := range c.remove {
					gates[h] = 0
				}
				a.Gate = s.Table(gates, heads)
				return graph.Outputs{"y": a.Forward(x, x, nil)}
			}), in, nil)
			small, err := attention.PruneHeads(store, "a", heads, c.remove...)
			require.NoError(t, err)
			got := run(t, functionOf(t, small, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
				x := in.Get("x")
				return graph.Outputs{"y": attention.NewWideMultiHead(s.In("a"), hidden, heads-len(c.remove), c.left, d).Forward(x, x, nil)}
			}), in, nil)
			for b := range want {
				for i := range want[b] {
					near(t, want[b][i], got[b][i], "row %d at %d", b, i)
				}
			}
			e, ok := small.Entry("a.key.weight")
			require.True(t, ok)
			require.Equal(t, []int{c.left * d, hidden}, e.Shape())
		})
	}
}

// Keys that no number of heads shares out are told.
func TestPruneWantsHeads(t *testing.T) {
	store := weights.New(1)
	attention.NewWideMultiHead(graph.New(store).Scope().In("a"), 16, 4, 3, 4)
	_, err := attention.PruneHeads(store, "a", 4, 0)
	require.EqualError(t, err, "a.key.weight: 12 rows: want heads of 4, and a divisor of 4 of them")
	_, err = attention.PruneHeads(store, "a", 3, 0)
	require.EqualError(t, err, "a.query.weight: 16 rows are no multiple of 3 heads")
}
