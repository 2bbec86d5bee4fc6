package attention_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
)

// drawn is a mask as rows of x and ·.
func drawn(t *testing.T, mask func(s *graph.Scope) *graph.Node) string {
	d := value(t, mask)
	shape := d.Shape()
	var b strings.Builder
	for i, seen := range d.Data().([]bool) {
		if i > 0 && i%shape[len(shape)-1] == 0 {
			b.WriteByte(' ')
		}
		b.WriteString(map[bool]string{true: "x", false: "·"}[seen])
	}
	return b.String()
}

// Each mask shows what its comment says.
func TestDirections(t *testing.T) {
	for name, c := range map[string]struct {
		mask func(s *graph.Scope) *graph.Node
		want string
	}{
		"causal":   {func(s *graph.Scope) *graph.Node { return attention.Within(s, 3).Causal() }, "x·· xx· xxx"},
		"longer":   {func(s *graph.Scope) *graph.Node { return attention.Across(s, 2, 4).Causal() }, "x··· xx··"},
		"window 1": {func(s *graph.Scope) *graph.Node { return attention.Window(attention.Within(s, 3), 1) }, "x·· ·x· ··x"},
		"window 2": {func(s *graph.Scope) *graph.Node { return attention.Window(attention.Within(s, 4), 2) }, "xx·· xxx· ·xxx ··xx"},
		"prefix": {func(s *graph.Scope) *graph.Node { return attention.Prefix(attention.Within(s, 4), s.Whole(2)) },
			"xx·· xx·· xxx· xxxx"},
		"blocks": {func(s *graph.Scope) *graph.Node { return attention.BlockLocal(attention.Within(s, 5), 2, 0) },
			"xx··· xx··· ··xx· ··xx· ····x"},
		"blocks, one global": {func(s *graph.Scope) *graph.Node { return attention.BlockLocal(attention.Within(s, 5), 2, 1) },
			"xxxxx xx··· x·xx· x·xx· x···x"},
		"strided": {func(s *graph.Scope) *graph.Node {
			p := attention.Within(s, 6)
			return attention.And(attention.Strided(p, 2), p.Causal())
		}, "x····· xx···· xxx··· ·xxx·· x·xxx· ·x·xxx"},
		"strided by 3": {func(s *graph.Scope) *graph.Node { return attention.Strided(attention.Within(s, 5), 3) },
			"xxxx· xxxxx xxxxx xxxxx ·xxxx"},
		"packed": {func(s *graph.Scope) *graph.Node {
			return attention.Packed(s.Range(5).Greater(s.Whole(1)).Cast(s.Range(1).Dtype()).Unsqueeze(0))
		}, "xx··· xx··· ··xxx ··xxx ··xxx"},
		"or": {func(s *graph.Scope) *graph.Node {
			p := attention.Within(s, 3)
			return attention.Or(p.Causal(), p.Key.Equal(s.Whole(2)))
		}, "x·x xxx xxx"},
	} {
		require.Equal(t, c.want, drawn(t, c.mask), name)
	}
}

// Or shows what either shows, whichever kinds of masks there are.
func TestOr(t *testing.T) {
	inf := float32(hide)
	added := func(s *graph.Scope) *graph.Node { return s.Table([]float64{hide, hide, 1, 2}, 1, 4) }
	seen := func(s *graph.Scope) *graph.Node { return s.Range(4).Equal(s.Whole(0)) }
	for name, c := range map[string]struct {
		or   func(s *graph.Scope) *graph.Node
		want []float32
	}{
		"numbers":       {func(s *graph.Scope) *graph.Node { return attention.Or(added(s), added(s).Scale(2)) }, []float32{inf, inf, 2, 4}},
		"numbers, then": {func(s *graph.Scope) *graph.Node { return attention.Or(added(s), seen(s)) }, []float32{0, inf, 1, 2}},
		"truth, then":   {func(s *graph.Scope) *graph.Node { return attention.Or(seen(s), added(s)) }, []float32{0, inf, 1, 2}},
	} {
		require.Equal(t, c.want, value(t, c.or).Data(), name)
	}
	s := graph.New(nil).Scope()
	require.Nil(t, attention.Or(nil, seen(s)))
	require.Nil(t, attention.Or(seen(s), nil))
}

// A prefix may be of another length in each row.
func TestPrefixOfRows(t *testing.T) {
	got := drawn(t, func(s *graph.Scope) *graph.Node {
		return attention.Prefix(attention.Within(s, 3), s.Range(2).Add(s.Whole(1)).Reshape(2, 1, 1, 1))
	})
	require.Equal(t, "x·· xx· xxx xx· xx· xxx", got)
}

// Documents in one row give what each gives in a row of its own.
func TestPackedIsApart(t *testing.T) {
	draw := func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		a, x := attention.NewMultiHead(s, hidden, heads), in.Get("x")
		a.Causal = true
		a.Position = attention.NewRotary(s, longest, 4, 100)
		var mask *graph.Node
		if in.Has("documents") {
			mask = attention.Packed(in.Get("documents"))
			a.Position = attention.Placed{Position: a.Position, Positions: in.Get("positions")}
		}
		return graph.Outputs{"y": a.Forward(x, x, mask)}
	}
	f := function(t, draw)
	first, second := text(1, 4), text(2, 3)
	packed := run(t, f, graph.Values{
		"x":         rows(append(append([][]float32{}, first...), second...)),
		"documents": whole([]int{7, 7, 7, 7, 2, 2, 2}, 1, 7),
		"positions": whole([]int{0, 1, 2, 3, 0, 1, 2}, 1, 7),
	}, nil)[0]
	for i, y := range run(t, f, graph.Values{"x": rows(first)}, nil)[0] {
		near(t, y, packed[i], "first at %d", i)
	}
	for i, y := range run(t, f, graph.Values{"x": rows(second)}, nil)[0] {
		near(t, y, packed[4+i], "second at %d", i)
	}
}

// A knob out of range is said to be so.
func TestDirectionsRefuse(t *testing.T) {
	for want, draw := range map[string]func(p attention.Places){
		"window of 0 positions: want at least 1":                  func(p attention.Places) { attention.Window(p, 0) },
		"stride 0: want at least 1":                               func(p attention.Places) { attention.Strided(p, 0) },
		"blocks of 0 positions, -1 global: want at least 1 and 0": func(p attention.Places) { attention.BlockLocal(p, 0, -1) },
	} {
		g := graph.New(nil)
		draw(attention.Within(g.Scope(), 3))
		require.ErrorContains(t, g.Err(), want)
	}
}
