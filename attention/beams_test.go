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
		was := numberAll(t, states)
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

// Of a ring, likewise: what is kept and not in common, but for the position that the
// new one overwrites. Of two sums all is copied, which does not grow with the text.
func TestRingCopiesWhatRowsDoNotHave(t *testing.T) {
	const size = 8
	f := function(t, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		x, a := in.Get("x"), &attention.Windowed{MultiHead: attention.NewGroupedMultiHead(s, hidden, heads, 2), Size: size}
		a.Remember(s.In("cache"), in.Get("at"))
		a.Ring.From, a.Ring.Same = in.Get("from"), maybe(in, "same")
		return graph.Outputs{"y": a.Forward(x, nil)}
	})
	for _, c := range []struct {
		at         int
		from, same []int
		want       int // positions copied
	}{
		{5, []int{0, 1, 2}, nil, 0},
		{5, []int{0, 0, 2}, nil, 5},
		{21, []int{0, 0, 2}, nil, 7},
		{21, []int{0, 0, 1}, nil, 14},
		{21, []int{0, 0, 2}, []int{21, 19, 21}, 2},
		{17, []int{0, 0, 1}, []int{17, 13, 2}, 4 + 7}, // in two runs of slots
	} {
		in := graph.Values{"x": rows(text(1, 1), text(2, 1), text(3, 1)), "at": ints(c.at, c.at, c.at), "from": ints(0, 1, 2)}
		if c.same != nil {
			in["same"] = ints(c.same...)
		}
		states := graph.NewStates()
		run(t, f, in, states) // which makes them
		was := numberAll(t, states)
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
			require.Equal(t, (c.want+3)*2*d, changed, "%s at %d from %v: copied and, of each row, a new one", path, c.at, c.from)
		}
	}
}

// numberAll makes all numbers of the states different, and answers with them by path.
func numberAll(t *testing.T, states *graph.States) map[string][]float32 {
	t.Helper()
	all := map[string][]float32{}
	for _, path := range states.Paths() {
		v, err := states.Value(path)
		require.NoError(t, err)
		for i := range v.Float32s() {
			v.Float32s()[i] = float32(i + 1)
		}
		all[path] = append([]float32{}, v.Float32s()...)
	}
	return all
}

// What a linear cache copies of each row, whoever it goes on from, are two sums:
// features·(dv + 1) numbers a head, however long the text.
func TestLinearCacheIsSmall(t *testing.T) {
	const features = 6
	f := function(t, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		x := in.Get("x").Reshape(2, -1, heads, d).Transpose(0, 2, 1, 3) // [batch, heads, seq, d]
		c := attention.NewLinearCache(s, 2, heads, features, d)
		c.From = in.Get("from")
		y := attention.Linear{Map: attention.NewPerformer(s.In("map"), features, d, 1)}.Step(x, x, x, c)
		return graph.Outputs{"y": y.Transpose(0, 2, 1, 3).Reshape(2, -1, hidden)}
	})
	for _, n := range []int{1, 31} {
		states := graph.NewStates()
		run(t, f, graph.Values{"x": rows(text(1, n), text(2, n)), "from": ints(1, 0)}, states)
		kept := 0
		for _, path := range states.Paths() {
			v, err := states.Value(path)
			require.NoError(t, err)
			kept += len(v.Float32s())
		}
		require.Equal(t, 2*heads*features*(d+1), kept, "after %d positions", n)
	}
}
