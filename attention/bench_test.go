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

// BenchmarkFused tells how many times as fast one operation is as its formula spelled
// out, forward and with gradients, in turns in one run.
func BenchmarkFused(b *testing.B) {
	for _, n := range []int{16, 64, 256, 1024, 4096} {
		for _, name := range []string{"plain", "causal", "causal window", "soft cap", "alibi", "all"} {
			b.Run(fmt.Sprintf("%d/%s", n, name), func(b *testing.B) {
				f := fusedForms[name]
				if f.Window > 0 {
					f.Window = max(n/8, 4)
				}
				plain := f
				plain.Normaliser = spelled{}
				runs := []*timedRun{timeFormula(b, f, n, false), timeFormula(b, plain, n, false), timeFormula(b, f, n, true), timeFormula(b, plain, n, true)}
				for b.Loop() {
					for _, r := range runs {
						r.run(b)
					}
				}
				b.ReportMetric(runs[0].best.Seconds()*1e6, "forward-µs")
				b.ReportMetric(runs[2].best.Seconds()*1e6, "both-µs")
				b.ReportMetric(runs[1].best.Seconds()/runs[0].best.Seconds(), "forward-times-as-fast")
				b.ReportMetric(runs[3].best.Seconds()/runs[2].best.Seconds(), "both-times-as-fast")
			})
		}
	}
}

// timedRun is a formula over n positions, with its gradients or without, and its
// shortest time.
type timedRun struct {
	f    *graph.Function
	in   graph.Values
	best time.Duration
}

func timeFormula(b *testing.B, f attention.Formula, n int, gradients bool) *timedRun {
	run, err := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		q, k, v := in.Get("q"), in.Get("k"), in.Get("v")
		y := f.Forward(q, k, v, nil)
		if !gradients {
			return graph.Outputs{"y": y}
		}
		d := s.Graph().Backprop(y.Sum(), q, k, v)
		return graph.Outputs{"y": y, "dq": d[0], "dk": d[1], "dv": d[2]}
	})
	if err != nil {
		b.Fatal(err)
	}
	t := &timedRun{run, graph.Values{}, time.Hour}
	r := weights.NewRandom(1, "qkv")
	for _, name := range []string{"q", "k", "v"} {
		x := make([]float32, 4*n*64)
		for i := range x {
			x[i] = float32(r.Normal())
		}
		t.in[name] = tensor.New(tensor.WithShape(1, 4, n, 64), tensor.WithBacking(x))
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
