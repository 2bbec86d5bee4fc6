package attention_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// Whatever the form, a prompt in two pieces and then step by step gives what the
// whole text gives in one pass.
func TestEveryCausalFormDecodesStepByStep(t *testing.T) {
	texts := [][][]float32{text(1, 15), text(2, 15)}
	for name, draw := range causalForms {
		t.Run(name, func(t *testing.T) {
			f, err := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
				return graph.Outputs{"y": draw(s, in.Get("x"), maybe(in, "at"), nil)}
			})
			require.NoError(t, err)
			want := run(t, f, graph.Values{"x": rows(texts...)}, nil)
			states := graph.NewStates()
			for _, piece := range [][2]int{{0, 6}, {6, 8}, {8, 9}, {9, 10}, {10, 11}, {11, 15}} {
				from, to := piece[0], piece[1]
				y := run(t, f, graph.Values{"x": rows(texts[0][from:to], texts[1][from:to]), "at": ints(from, from)}, states)
				for b := range texts {
					for i := range to - from {
						near(t, want[b][from+i], y[b][i], "text %d at %d", b, from+i)
					}
				}
			}
		})
	}
}

// maybe is an input that need not be given.
func maybe(in graph.Inputs, name string) *graph.Node {
	if !in.Has(name) {
		return nil
	}
	return in.Get(name)
}

// Beams branch and die at each step: row i goes on from row from[i]. Whatever the form,
// each gives at every position of its text what the whole of it gives in one pass.
func TestBeamsOfEveryCausalForm(t *testing.T) {
	for name, draw := range causalForms {
		t.Run(name, func(t *testing.T) {
			f := function(t, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
				return graph.Outputs{"y": draw(s, in.Get("x"), maybe(in, "at"), maybe(in, "from"))}
			})
			texts := [][][]float32{text(1, 3), text(2, 3), text(3, 3)}
			states, at := graph.NewStates(), 3
			answers := run(t, f, graph.Values{"x": rows(texts...), "at": ints(0, 0, 0), "from": ints(0, 1, 2)}, states)
			for step, from := range [][]int{{0, 1, 2}, {1, 1, 0}, {2, 0, 0}, {2, 2, 2}, {1, 2, 0}, {0, 1, 1}, {0, 0, 2}} {
				next := text(uint64(10+step), 3)
				y := run(t, f, graph.Values{"x": rows(next[:1], next[1:2], next[2:]), "at": ints(at, at, at), "from": ints(from...)}, states)
				texts, answers = follow(texts, from), follow(answers, from)
				for row := range from {
					texts[row], answers[row] = append(texts[row], next[row]), append(answers[row], y[row][0])
				}
				at++
			}
			for row, want := range run(t, f, graph.Values{"x": rows(texts...)}, nil) {
				for i := range want {
					near(t, want[i], answers[row][i], "row %d at %d", row, i)
				}
			}
		})
	}
}

// follow are copies of the rows that from names.
func follow(of [][][]float32, from []int) [][][]float32 {
	var rows [][][]float32
	for _, r := range from {
		rows = append(rows, append([][]float32{}, of[r]...))
	}
	return rows
}

// What comes later changes nothing before.
func TestEveryCausalFormIsCausal(t *testing.T) {
	long, short := text(1, 12), text(1, 12)[:7]
	for name, draw := range causalForms {
		f, err := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
			return graph.Outputs{"y": draw(s, in.Get("x"), nil, nil)}
		})
		require.NoError(t, err)
		want, got := run(t, f, graph.Values{"x": rows(short)}, nil)[0], run(t, f, graph.Values{"x": rows(long)}, nil)[0]
		for i := range short {
			near(t, want[i], got[i], "%s at %d", name, i)
		}
	}
}

// Rows of a batch do not see each other: another order of rows is the same results in
// that order.
func TestEveryFormKeepsRowsApart(t *testing.T) {
	texts := [][][]float32{text(1, 6), text(2, 6), text(3, 6)}
	for name, draw := range causalForms {
		f, err := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
			return graph.Outputs{"y": draw(s, in.Get("x"), nil, nil)}
		})
		require.NoError(t, err)
		y := run(t, f, graph.Values{"x": rows(texts...)}, nil)
		turned := run(t, f, graph.Values{"x": rows(texts[2], texts[0], texts[1])}, nil)
		for i, b := range []int{2, 0, 1} {
			require.Equal(t, y[b], turned[i], fmt.Sprint(name, " row ", b))
		}
	}
}

// Prompts of different lengths are read into sums that padding adds nothing to, and a
// row that has ended rests.
func TestLinearCacheLeavesPaddingOut(t *testing.T) {
	f := function(t, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		x := in.Get("x").Reshape(2, -1, heads, d).Transpose(0, 2, 1, 3) // [batch, heads, seq, d]
		a, y := attention.Linear{}, (*graph.Node)(nil)
		if in.Has("new") {
			c := attention.NewLinearCache(s, 2, heads, d, d)
			c.Seen = s.Range(x.Dim(2)).Less(in.Get("new").Unsqueeze(1))
			y = a.Step(x, x, x, c)
		} else {
			y = a.Causal(x, x, x, nil, 5)
		}
		return graph.Outputs{"y": y.Transpose(0, 2, 1, 3).Reshape(2, -1, hidden)}
	})
	texts := [][][]float32{text(1, 9), text(2, 9)}
	want := run(t, f, graph.Values{"x": rows(texts...)}, nil)
	states, at := graph.NewStates(), []int{0, 0}
	for _, piece := range [][2]int{{5, 2}, {1, 1}, {0, 1}, {3, 5}} {
		x := rows(texts[0][at[0]:at[0]+piece[0]], texts[1][at[1]:at[1]+piece[1]])
		y := run(t, f, graph.Values{"x": x, "new": ints(piece[:]...)}, states)
		for b, n := range piece {
			for i := range n {
				near(t, want[b][at[b]+i], y[b][i], "text %d at %d", b, at[b]+i)
			}
			at[b] += n
		}
	}
}

// A decoder whose next query is not known yet covers as one whose queries are all there.
func TestCoverageStepByStep(t *testing.T) {
	out, err := function(t, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		c, q, k := attention.NewCoverage(s, d, d, 5), in.Get("q"), in.Get("k")
		mask := attention.PaddingAfter(s.Range(2).Add(s.Whole(3)), 4)
		want, covered := c.Weights(q, k, mask)
		sum := s.Number(0).Expand(2, heads, 1, 4)
		var all, before []*graph.Node
		for _, piece := range [][2]int{{0, 1}, {1, 3}, {3, 5}} {
			var w, was *graph.Node
			w, was, sum = c.After(q.Slice(2, piece[0], piece[1]), k, mask, sum)
			all, before = append(all, w), append(before, was)
		}
		return graph.Outputs{"want": want, "got": graph.Concat(2, all...), "want covered": covered, "got covered": graph.Concat(2, before...)}
	}).Run(graph.Values{"q": noise(1, 5), "k": noise(2, 4)})
	require.NoError(t, err)
	require.InDeltaSlice(t, out["want"].Data(), out["got"].Data(), 1e-6)
	require.InDeltaSlice(t, out["want covered"].Data(), out["got covered"].Data(), 1e-6)
}
