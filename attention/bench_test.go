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
				fused, spelt := timedFormula(b, f, n), timedFormula(b, plain, n)
				best := [2]time.Duration{time.Hour, time.Hour}
				for b.Loop() {
					best[0], best[1] = min(best[0], fused()), min(best[1], spelt())
				}
				b.ReportMetric(float64(best[0].Microseconds()), "fused-µs")
				b.ReportMetric(best[1].Seconds()/best[0].Seconds(), "times-as-fast")
			})
		}
	}
}

// timedFormula runs a formula and its gradients once, over n positions.
func timedFormula(b *testing.B, f attention.Formula, n int) func() time.Duration {
	run, err := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		q, k, v := in.Get("q"), in.Get("k"), in.Get("v")
		y := f.Forward(q, k, v, nil)
		d := s.Graph().Backprop(y.Sum(), q, k, v)
		return graph.Outputs{"y": y, "dq": d[0], "dk": d[1], "dv": d[2]}
	})
	if err != nil {
		b.Fatal(err)
	}
	in := graph.Values{}
	r := weights.NewRandom(1, "qkv")
	for _, name := range []string{"q", "k", "v"} {
		x := make([]float32, 4*n*64)
		for i := range x {
			x[i] = float32(r.Normal())
		}
		in[name] = tensor.New(tensor.WithShape(1, 4, n, 64), tensor.WithBacking(x))
	}
	return func() time.Duration {
		start := time.Now()
		if err := run.Call(in, nil, nil); err != nil {
			b.Fatal(err)
		}
		return time.Since(start)
	}
}
