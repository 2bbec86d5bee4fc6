package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// BenchmarkElements times kernels on slices that stay in the second cache, at
// every level by turns, and reports the smallest times in ns an element, and how
// many times as long as the fastest level the plain loop takes.
func BenchmarkElements(b *testing.B) {
	const n = 16384
	r := rand.New(rand.NewPCG(1, 2))
	x, z, y := make([]float32, n), make([]float32, n), make([]float32, n)
	for i := range x {
		x[i], z[i] = 8*(r.Float32()-0.5), 8*(r.Float32()-0.5)
	}
	for _, k := range elementwises {
		b.Run(k.name, func(b *testing.B) { byLevel(b, n, func() { k.f(y, x, z) }) })
	}
}

// BenchmarkSoftmaxes times kernels on rows that stay in the second cache.
func BenchmarkSoftmaxes(b *testing.B) {
	for _, rows := range []struct {
		name string
		n    int
	}{{"128", 128}, {"100", 100}, {"4096", 4096}} {
		for _, k := range rowwises {
			b.Run(k.name+"/"+rows.name, func(b *testing.B) { rowsByLevel(b, rows.n, k.f) })
		}
	}
}

// rowwises are kernels whose elements depend on all of a row.
var rowwises = []struct {
	name string
	f    func(y, x, z, scratch []float32)
}{
	{"softmax", func(y, x, _, _ []float32) { Softmax(y, x) }},
	{"softmaxGrad", func(y, x, z, _ []float32) { SoftmaxOrZeroGrad(y, x, z) }},
	{"logSoftmax", func(y, x, _, scratch []float32) { LogSoftmax(y, x, scratch) }},
	{"logSoftmaxGrad", func(y, x, z, scratch []float32) { LogSoftmaxGrad(y, x, z, scratch) }},
	{"logSumExp", func(y, x, _, scratch []float32) { y[0] = LogSumExp(x, scratch) }},
	{"maxExpSum", func(y, x, _, scratch []float32) { y[0], y[1] = MaxExpSum(x, scratch) }},
	{"sumBelow", func(y, x, _, _ []float32) { y[0] = float32(SumBelow(x, nil, 4)) }},
	{"crossEntropyGrad", func(y, x, _, _ []float32) { CrossEntropyGrad(y, x, nil, 4, 0.1, 0) }},
}

func rowsByLevel(b *testing.B, n int, f func(y, x, z, scratch []float32)) {
	const all = 16384
	r := rand.New(rand.NewPCG(1, 2))
	x, z, y, scratch := random[float32](r, all), random[float32](r, all), make([]float32, all), make([]float32, max(n, LossScratch))
	byLevel(b, all/n*n, func() {
		for i := 0; i+n <= all; i += n {
			f(y[i:i+n], x[i:i+n], z[i:i+n], scratch)
		}
	})
}

// byLevel reports the smallest time of f at each level, and the ratio of the
// slowest to the fastest.
func byLevel(b *testing.B, elements int, f func()) {
	least := map[level]float64{}
	for b.Loop() {
		for _, l := range levels() {
			atLevel(l, func() {
				start := time.Now()
				f()
				t := float64(time.Since(start).Nanoseconds()) / float64(elements)
				if was, ok := least[l]; !ok || t < was {
					least[l] = t
				}
			})
		}
	}
	fastest := math.Inf(1)
	for l, t := range least {
		b.ReportMetric(t, l.String()+"-ns/element")
		fastest = min(fastest, t)
	}
	b.ReportMetric(least[plain]/fastest, "plain/fastest")
	b.ReportMetric(0, "ns/op")
}
