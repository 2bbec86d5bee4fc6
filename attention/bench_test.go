package attention_test

import (
	"fmt"
	"testing"
	"time"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// fusedCase is what one operation is measured at: 4 heads of queries.
type fusedCase struct {
	name    string
	formula attention.Formula
	kvHeads int                                     // of keys and values; 0: 4
	mask    func(s *graph.Scope, n int) *graph.Node // nil: none
}

// fusedCases are the forms that one operation can do.
var fusedCases = []fusedCase{
	{name: "plain"},
	{name: "padding", mask: func(s *graph.Scope, n int) *graph.Node {
		return attention.PaddingAfter(s.Range(1).Add(s.Whole(n-n/8)), n)
	}},
	{name: "bias", mask: func(s *graph.Scope, n int) *graph.Node { // [heads, query, key], computed once
		return attention.ALiBi(attention.Within(s, n), 4)
	}},
	{name: "grouped", kvHeads: 2},
	{name: "soft cap", formula: attention.Formula{Score: attention.SoftCap{Score: attention.ScaledDot{}, Cap: 5}}},
	{name: "alibi", formula: attention.Formula{Slopes: attention.Slopes(4)}},
	{name: "causal", formula: attention.Formula{Causal: true}},
	{name: "causal grouped", formula: attention.Formula{Causal: true}, kvHeads: 1},
	{name: "causal window", formula: attention.Formula{Causal: true, Window: 1}},
	{name: "all", formula: attention.Formula{Causal: true, Window: 1, Slopes: attention.Slopes(4), Score: attention.SoftCap{Score: attention.ScaledDot{}, Cap: 5}}, kvHeads: 2},
}

// BenchmarkFused tells how many times as fast one operation is as its formula spelled
// out, forward and with gradients, in turns in one run, for heads of so many elements.
func BenchmarkFused(b *testing.B) {
	for _, n := range []int{16, 32, 64, 128, 256, 512, 1024, 2048, 4096} {
		for _, d := range []int{64, 32, 128} {
			for _, c := range fusedCases {
				b.Run(fmt.Sprintf("%d/%d/%s", n, d, c.name), func(b *testing.B) { benchFused(b, c, n, d) })
			}
		}
	}
}

func benchFused(b *testing.B, c fusedCase, n, d int) {
	if c.formula.Window > 0 {
		c.formula.Window = max(n/8, 4)
	}
	if c.kvHeads == 0 {
		c.kvHeads = 4
	}
	plain := c
	plain.formula.Normaliser = spelled{}
	runs := []*timedRun{timeFormula(b, c, n, d, false), timeFormula(b, plain, n, d, false), timeFormula(b, c, n, d, true), timeFormula(b, plain, n, d, true)}
	for b.Loop() {
		for _, r := range runs {
			r.run(b)
		}
	}
	b.ReportMetric(runs[0].best.Seconds()*1e6, "forward-µs")
	b.ReportMetric(runs[2].best.Seconds()*1e6, "both-µs")
	b.ReportMetric(runs[1].best.Seconds()/runs[0].best.Seconds(), "forward-times-as-fast")
	b.ReportMetric(runs[3].best.Seconds()/runs[2].best.Seconds(), "both-times-as-fast")
}

// timedRun is a formula over n positions, with its gradients or without, and its
// shortest time.
type timedRun struct {
	f    *graph.Function
	in   graph.Values
	best time.Duration
}

func timeFormula(b *testing.B, c fusedCase, n, d int, gradients bool) *timedRun {
	return timeBatch(b, c, [3]int{1, n, d}, gradients)
}

func timeBatch(b *testing.B, c fusedCase, size [3]int, gradients bool) *timedRun {
	batch, n, d := size[0], size[1], size[2]
	run, err := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		q, k, v := in.Get("q"), in.Get("k"), in.Get("v")
		var mask *graph.Node
		if c.mask != nil {
			mask = c.mask(s, n)
		}
		y := c.formula.Forward(q, k, v, mask)
		if !gradients {
			return graph.Outputs{"y": y}
		}
		g := s.Graph().Backprop(y.Sum(), q, k, v)
		return graph.Outputs{"y": y, "dq": g[0], "dk": g[1], "dv": g[2]}
	})
	if err != nil {
		b.Fatal(err)
	}
	t := &timedRun{run, graph.Values{}, time.Hour}
	r := weights.NewRandom(1, "qkv")
	for name, heads := range map[string]int{"q": 4, "k": c.kvHeads, "v": c.kvHeads} {
		x := make([]float32, batch*heads*n*d)
		for i := range x {
			x[i] = float32(r.Normal())
		}
		t.in[name] = tensor.New(tensor.WithShape(batch, heads, n, d), tensor.WithBacking(x))
	}
	return t
}

func (t *timedRun) run(b *testing.B) {
	start := time.Now()
	if err := t.f.Call(t.in, nil, nil); err != nil {
		b.Fatal(err)
	}
	t.best = min(t.best, time.Since(start))
}
