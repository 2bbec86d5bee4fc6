package attention_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
)

// Of a cache, no more is copied than rows do not have: nothing of rows that go on from
// themselves, nothing that is not filled, and nothing before rows part. Counted by
// what has changed, all numbers being different.
func TestCacheCopiesWhatRowsDoNotHave(t *testing.T) {
	f := function(t, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		x, a := in.Get("x"), attention.NewGroupedMultiHead(s, hidden, heads, 2)
		a.Remember(s.In("cache"), in.Get("at"), longest)
		a.Cache.From, a.Cache.Same = in.Get("from"), maybe(in, "same")
		return graph.Outputs{"y": a.Forward(x, x, nil)}
	})
	for _, c := range []struct {
		at, from, same []int
		want           int // positions copied
	}{
		{[]int{9, 9, 9}, []int{0, 1, 2}, nil, 0},
		{[]int{9, 9, 9}, []int{0, 0, 2}, nil, 9},
		{[]int{9, 7, 9}, []int{2, 2, 0}, nil, 25},
		{[]int{9, 9, 9}, []int{0, 0, 2}, []int{9, 6, 9}, 3},
		{[]int{9, 9, 9}, []int{1, 0, 0}, []int{8, 8, 9}, 2},
	} {
		states, at := graph.NewStates(), c.at
		x := rows(text(1, 1), text(2, 1), text(3, 1))
		in := graph.Values{"x": x, "at": ints(at...), "from": ints(0, 1, 2)}
		if c.same != nil {
			in["same"] = ints(c.same...)
		}
		run(t, f, in, states) // which makes them
		was := map[string][]float32{}
		for _, path := range states.Paths() {
			v, err := states.Value(path)
			require.NoError(t, err)
			for i := range v.Float32s() {
				v.Float32s()[i] = float32(i + 1)
			}
			was[path] = append([]float32{}, v.Float32s()...)
		}
		in["from"] = ints(c.from...)
		run(t, f, in, states)
		for path, old := range was {
			v, err := states.Value(path)
			require.NoError(t, err)
			changed := 0
			for i, x := range v.Float32s() {
				if x != old[i] {
					changed++
				}
			}
			require.Equal(t, (c.want+3)*2*d, changed, "%s: copied and, of each row, a new one", path)
		}
	}
}
