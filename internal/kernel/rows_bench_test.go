package kernel

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// BenchmarkRows is what a model does with rows, on one worker, in ns an element.
func BenchmarkRows(b *testing.B) {
	for _, shape := range [][2]int{{128, 768}, {768, 128}} {
		rows, n := shape[0], shape[1]
		random := rand.New(rand.NewPCG(1, 2))
		x, r, dy := vector(random, rows*n), vector(random, rows*n), vector(random, rows*n)
		y, s, w, bias := vector(random, rows*n), vector(random, rows*n), vector(random, n), vector(random, n)
		dw, db, scratch, mean, rstd := vector(random, n), vector(random, n), vector(random, 2*n), vector(random, rows), vector(random, rows)
		drops := NewDrops(NewStream(1, 2, 3), 0.1)
		heads := NewBox([]int{4, n / 32, rows / 4, 32}, []int{rows / 4 * n, rows / 4 * 32, 32, 1}, []int{rows / 4 * n, 32, n, 1})
		at := make([]int, 4)
		each := func(f func(i, j, k int)) func() {
			return func() {
				for i := range rows {
					f(i, i*n, (i+1)*n)
				}
			}
		}
		for _, c := range []struct {
			name string
			f    func()
		}{
			{"layernorm", each(func(i, j, k int) { mean[i], rstd[i] = LayerNorm(y[j:k], x[j:k], w, bias, 1e-5) })},
			{"add+layernorm", each(func(i, j, k int) { AddLayerNorm(y[j:k], s[j:k], x[j:k], r[j:k], w, bias, 1e-5) })},
			{"rmsnorm", each(func(i, j, k int) { rstd[i] = RMSNorm(y[j:k], x[j:k], w, 1e-5) })},
			{"layernorm grad", each(func(i, j, k int) { LayerNormGrad(y[j:k], dw, db, x[j:k], w, dy[j:k], scratch, 0.1, 1) })},
			{"sum rows", func() { Sums[float32]().Columns(dw, x, rows, n) }},
			{"sum cols", each(func(i, j, k int) { mean[i] = Sum(x[j:k]) })},
			{"add", func() { Add(y, x, r) }},
			{"add bcast", each(func(i, j, k int) { Add(y[j:k], x[j:k], w) })},
			{"dropout", func() { Drop(y, x, drops, 0) }},
			{"transpose", func() { Transpose(y, x, n, rows, rows, n) }},
			{"heads", func() { CopyRows(y, x, &heads, at, 0, heads.Rows()) }},
		} {
			b.Run(fmt.Sprintf("%s/%d×%d", c.name, rows, n), func(b *testing.B) {
				least := time.Hour // of all runs: the machine may be shared
				for b.Loop() {
					start := time.Now()
					c.f()
					least = min(least, time.Since(start))
				}
				b.ReportMetric(float64(least.Nanoseconds())/float64(rows*n), "least-ns/element")
			})
		}
	}
}

func vector(r *rand.Rand, n int) []float32 { return random[float32](r, n) }
