package optimizers_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/optimizers"
)

// GPT-2's widths, four layers: 28 million parameters, which no cache holds.
var large = map[string][]int{
	"0.attn": {2304, 768}, "0.proj": {768, 768}, "0.up": {3072, 768}, "0.down": {768, 3072}, "0.bias": {3072},
	"1.attn": {2304, 768}, "1.proj": {768, 768}, "1.up": {3072, 768}, "1.down": {768, 3072}, "1.norm": {768},
	"2.attn": {2304, 768}, "2.proj": {768, 768}, "2.up": {3072, 768}, "2.down": {768, 3072}, "2.norm": {768},
	"3.attn": {2304, 768}, "3.proj": {768, 768}, "3.up": {3072, 768}, "3.down": {768, 3072}, "3.norm": {768},
}

// BenchmarkAdamW compares a step with the loop that one would write, on one
// worker and on all, and with the links one after another.
func BenchmarkAdamW(b *testing.B) {
	store, g := model(b, tensor.Float32, large)
	g.draw(1)
	n := 0
	for _, d := range g.dense {
		n += d.Shape().TotalSize()
	}
	perParameter := func(b *testing.B, step func()) {
		step()
		least := time.Hour // of all steps: the machine may be shared
		for b.Loop() {
			start := time.Now()
			step()
			least = min(least, time.Since(start))
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/parameter")
		b.ReportMetric(float64(least.Nanoseconds())/float64(n), "least-ns/parameter")
	}
	b.Run("naive", func(b *testing.B) {
		naive := make([]naiveAdamW, g.Len())
		weight := make([][]float32, g.Len())
		for i := range naive {
			e, _ := store.Entry(g.Path(i))
			weight[i] = e.Float32s()
			naive[i] = naiveAdamW{m: make([]float32, len(weight[i])), v: make([]float32, len(weight[i]))}
		}
		perParameter(b, func() {
			for i := range naive {
				naive[i].step(weight[i], g.At(i).Float32s())
			}
		})
	})
	run := func(name string, workers int, change func(o *optimizers.AdamW)) {
		b.Run(name, func(b *testing.B) {
			team := kernel.Default()
			if workers > 0 {
				team = kernel.NewTeam(workers)
				defer team.Close()
			}
			o := optimizers.NewAdamW(1e-4)
			change(o)
			o.SetTeam(team)
			perParameter(b, func() {
				if err := o.Update(store, g); err != nil {
					b.Fatal(err)
				}
			})
		})
	}
	run("one worker", 1, func(o *optimizers.AdamW) {})
	run("one worker, clip norm", 1, func(o *optimizers.AdamW) { o.Before(byNorm(1)) })
	run("one worker, link by link", 1, func(o *optimizers.AdamW) { o.Unfused() })
	run("all workers", 0, func(o *optimizers.AdamW) {})
	run("all workers, clip norm", 0, func(o *optimizers.AdamW) { o.Before(byNorm(1)) })
	run("all workers, link by link", 0, func(o *optimizers.AdamW) { o.Unfused() })
}

// BenchmarkManySmall is a step on as many small parameters as a small model has.
func BenchmarkManySmall(b *testing.B) {
	shapes := map[string][]int{}
	for i := range 64 {
		shapes[fmt.Sprint("p", i)] = []int{128}
	}
	store, g := model(b, tensor.Float32, shapes)
	g.draw(1)
	o := optimizers.NewAdamW(1e-4)
	o.Before(byNorm(1))
	if err := o.Update(store, g); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := o.Update(store, g); err != nil {
			b.Fatal(err)
		}
	}
}

type naiveAdamW struct {
	m, v []float32
	t    int
}

func (o *naiveAdamW) step(w, g []float32) {
	const lr, beta1, beta2, eps, decay = 1e-4, 0.9, 0.999, 1e-8, 0.01
	o.t++
	c1 := float32(1 - math.Pow(beta1, float64(o.t)))
	c2 := float32(1 - math.Pow(beta2, float64(o.t)))
	for i := range w {
		w[i] -= lr * decay * w[i]
		o.m[i] = beta1*o.m[i] + (1-beta1)*g[i]
		o.v[i] = beta2*o.v[i] + (1-beta2)*g[i]*g[i]
		w[i] -= lr * (o.m[i] / c1) / (float32(math.Sqrt(float64(o.v[i]/c2))) + eps)
	}
}
