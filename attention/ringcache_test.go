package attention_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/ops"
	"github.com/gaze-ml/gaze/weights"
)

// ring draws a window of size positions of x, with a ring if there is at.
func ring(size int) form {
	return func(s *graph.Scope, x, at, from *graph.Node) *graph.Node {
		a := &attention.Windowed{MultiHead: attention.NewGroupedMultiHead(s, hidden, heads, 2), Size: size}
		a.Position = attention.NewRotary(s, 100, 4, 100)
		if at != nil {
			a.Remember(s.In("cache"), at)
			a.Ring.From = from
		}
		return a.Forward(x, nil)
	}
}

// ringAndMask is ring by Append and its mask.
func ringAndMask(size int) form {
	return func(s *graph.Scope, x, at, from *graph.Node) *graph.Node {
		heads := func(x *graph.Node) *graph.Node { return x.Reshape(x.Dim(0), -1, 4, d).Transpose(0, 2, 1, 3) }
		q, k, v := heads(x), heads(x.Scale(0.5)), heads(x)
		p := attention.Within(s, x.Dim(1))
		mask := attention.And(attention.Window(p, size), p.Causal())
		if at != nil {
			c := attention.NewRingCache(s, at, 4, size, d)
			c.From = from
			k, v, mask = c.Append(k, v)
		}
		return attention.DotProduct(q, k, v, mask, 0).Transpose(0, 2, 1, 3).Reshape(x.Shape()...)
	}
}

func ringFunction(t *testing.T, draw form) *graph.Function {
	return function(t, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		return graph.Outputs{"y": draw(s, in.Get("x"), maybe(in, "at"), maybe(in, "from"))}
	})
}

// Pieces longer and shorter than the ring, rows at places of their own, far beyond the
// window: each position gives what the whole text gives in one pass. The ring was used
// before for another text, of NaN: where there is an operation that knows how many
// positions are filled, that does not matter.
func TestRingTakesPieces(t *testing.T) {
	texts := [][][]float32{text(1, 40), text(2, 40)}
	for _, size := range []int{1, 2, 4, 7} {
		for name, draw := range map[string]form{"fused": ring(size), "masked": ringAndMask(size)} {
			f := ringFunction(t, draw)
			want := run(t, f, graph.Values{"x": rows(texts...)}, nil)
			states, at := graph.NewStates(), []int{0, 0}
			old := rows(nil, text(3, 1)) // NaN and others
			if name == "masked" {
				old = rows(text(4, 1), text(3, 1))
			}
			for i := range 2 * size {
				run(t, f, graph.Values{"x": old, "at": ints(i, i)}, states)
			}
			feed := func(n int, pace [2]int) {
				var x [][][]float32
				for b := range texts {
					x = append(x, texts[b][at[b]:at[b]+n])
				}
				y := run(t, f, graph.Values{"x": rows(x...), "at": ints(at...)}, states)
				for b := range texts {
					for i := range n * pace[b] {
						near(t, want[b][at[b]+i], y[b][i], fmt.Sprintf("%s, ring of %d: text %d at %d", name, size, b, at[b]+i))
					}
					at[b] += n * pace[b]
				}
			}
			feed(2, [2]int{1, 1})
			feed(1, [2]int{1, 0}) // row 1 rests
			feed(1, [2]int{1, 0})
			for _, n := range []int{1, 3, 11, 1, 1, 4, 2, 1, 5, 1, 1} {
				feed(n, [2]int{1, 1})
			}
		}
	}
}

// A row that has ended may be fed anything, NaN too, and goes on in a piece or a step.
func TestRingRests(t *testing.T) {
	x, junk := text(1, 12), rows(text(2, 1), nil)
	f := ringFunction(t, ring(4))
	want := run(t, f, graph.Values{"x": rows(x)}, nil)[0]
	for _, n := range []int{1, 3} {
		states := graph.NewStates()
		run(t, f, graph.Values{"x": rows(x[:8], x[:8]), "at": ints(0, 0)}, states)
		for i := range 3 {
			run(t, f, graph.Values{"x": junk, "at": ints(8+i, 8)}, states)
		}
		y := run(t, f, graph.Values{"x": rows(x[8:8+n], x[8:8+n]), "at": ints(8, 8)}, states)
		for i := range n {
			near(t, want[8+i], y[1][i], "at %d", 8+i)
		}
	}
}

// made counts the elements that a drawing's operations make, but for what they change
// in place.
func made(t *testing.T, draw func(s *graph.Scope) *graph.Node) (n int) {
	g := graph.New(weights.New(1))
	draw(g.Scope())
	require.NoError(t, g.Err())
	for _, x := range g.Expr().AllNodes() {
		if p := ops.PlanOf(x.Op()); p != nil && !p.Updates {
			n += x.Shape().TotalSize()
		}
	}
	return n
}

// A step costs what its new position costs, however wide the window: nothing that is
// kept is copied. A prompt costs what its length and the window cost, not their product.
func TestRingMakesNothingAnew(t *testing.T) {
	of := func(size, seq int) int {
		return made(t, func(s *graph.Scope) *graph.Node {
			a := &attention.Windowed{MultiHead: attention.NewGroupedMultiHead(s, hidden, heads, 2), Size: size}
			a.Remember(s.In("cache"), s.Ints("at", 2))
			a.Ring.From, a.Ring.Same = s.Ints("from", 2), s.Ints("same", 2)
			return a.Forward(s.Input("x", 2, seq, hidden), nil)
		})
	}
	require.Equal(t, of(16, 1), of(4096, 1))
	require.Less(t, of(16, 1), 1000)
	require.LessOrEqual(t, of(128, 2048), 2*of(128, 1024))
	require.LessOrEqual(t, of(2048, 128), 2*of(1024, 128))
}
