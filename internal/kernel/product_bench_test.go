package kernel

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// batch is a number of products of one shape.
type batch struct {
	shape
	count int
}

// The shapes of models: BERT's layers at one and at eight sequences of 128
// tokens, forward (NT), to the operands (NN) and to the weights (TN); the
// attention of such a batch; a block of attention; a step of decoding.
var benchmarks = []batch{
	{shape{1024, 768, 768, false, false}, 1},
	{shape{1024, 768, 768, false, true}, 1},
	{shape{768, 768, 1024, true, false}, 1},
	{shape{128, 768, 768, false, true}, 1},
	{shape{128, 3072, 768, false, true}, 1},
	{shape{128, 768, 3072, false, true}, 1},
	{shape{1024, 3072, 768, false, true}, 1},
	{shape{1024, 768, 3072, false, true}, 1},
	{shape{1024, 768, 3072, false, false}, 1},
	{shape{3072, 768, 1024, true, false}, 1},
	{shape{2048, 2048, 2048, false, false}, 1},
	{shape{128, 128, 64, false, false}, 96},
	{shape{128, 128, 64, false, true}, 96},
	{shape{128, 64, 128, false, false}, 96},
	{shape{128, 64, 128, true, false}, 96},
	{shape{64, 128, 64, false, true}, 1},
	{shape{64, 64, 128, false, false}, 1},
	{shape{128, 64, 64, true, false}, 1},
	{shape{1, 3072, 768, false, true}, 1},
	{shape{1, 768, 3072, false, true}, 1},
	{shape{1, 3072, 768, false, false}, 1},
	{shape{8, 3072, 768, false, true}, 1},
	{shape{16, 3072, 768, false, true}, 1},
	{shape{2, 3072, 768, false, true}, 1},
	{shape{4, 3072, 768, false, true}, 1},
	{shape{32, 3072, 768, false, true}, 1},
	{shape{4, 4, 4, false, false}, 1},
}

// products are those of a batch, one after another in memory.
func (s batch) products() []*Product[float32] {
	r := rand.New(rand.NewPCG(1, 2))
	a, b, c := random[float32](r, s.count*s.m*s.k), random[float32](r, s.count*s.k*s.n), make([]float32, s.count*s.m*s.n)
	var ps []*Product[float32]
	for i := range s.count {
		p := &Product[float32]{M: s.m, N: s.n, K: s.k, TransA: s.transA, TransB: s.transB, Alpha: 1, LDC: s.n}
		_, p.LDA = turned(s.m, s.k, s.transA)
		_, p.LDB = turned(s.k, s.n, s.transB)
		p.A, p.B, p.C = a[i*s.m*s.k:], b[i*s.k*s.n:], c[i*s.m*s.n:]
		ps = append(ps, p)
	}
	return ps
}

// BenchmarkProduct tells GFLOP/s with one worker and two, at every level, and
// how near they are to the ceiling measured just before and after.
func BenchmarkProduct(b *testing.B) {
	was := current
	defer func() { current = was }()
	for _, l := range levels() {
		current = l
		for workers := 1; workers <= 2; workers++ {
			team := NewTeam(workers)
			for _, s := range benchmarks {
				b.Run(fmt.Sprintf("%v/%d/%d×%v", l, workers, s.count, s.shape), func(b *testing.B) { benchmarkProduct(b, team, s) })
			}
			team.Close()
		}
	}
}

func benchmarkProduct(b *testing.B, team *Team, s batch) { benchmarkProducts(b, team, s, s.products()) }

// benchmarkProducts multiplies those of a batch, which are of one precision.
func benchmarkProducts(b *testing.B, team *Team, s batch, ps []*Product[float32]) {
	tiles := ps[0].Tiles()
	body := func(w *Worker, lo, hi int) {
		for t := lo; t < hi; t++ {
			ps[t/tiles].Tile(w, t%tiles)
		}
	}
	best := time.Duration(1 << 62)
	for b.Loop() {
		start := time.Now()
		team.For(len(ps)*tiles, 1, body)
		best = min(best, time.Since(start))
	}
	work := 2 * float64(s.count*s.m*s.n*s.k) / 1e9
	b.ReportMetric(work*float64(b.N)/b.Elapsed().Seconds(), "GFLOP/s")
	b.ReportMetric(work/best.Seconds(), "best-GFLOP/s")
}

// BenchmarkPackedProduct is the same for weights that were packed once, and few
// rows. Decoding reads all of B: GB/s says how fast, beside a plain loop that
// reads as much.
func BenchmarkPackedProduct(b *testing.B) {
	team := NewTeam(1)
	defer team.Close()
	for _, rows := range []int{1, 2, 4, 8, 16, 32, 64, 128} {
		for _, s := range []shape{{rows, 3072, 768, false, true}, {rows, 768, 3072, false, true}, {rows, 32000, 768, false, true}} {
			x := batch{s, 1}
			packed := NewPacked(Float32, s.k, s.n)
			if packed == nil {
				b.Skip("nothing is packed at this level")
			}
			packed.Pack(team, x.products()[0].B, s.k, true)
			for i, name := range []string{"as it lies", "packed"} {
				b.Run(fmt.Sprintf("%v/%s", s, name), func(b *testing.B) {
					p := x.products()[0]
					p.Packed = []*Packed{nil, packed}[i]
					best := bestOf(b, func() { shared(team, p, 1) })
					b.ReportMetric(2*float64(s.m*s.n*s.k)/1e9/best.Seconds(), "best-GFLOP/s")
					b.ReportMetric(4*float64(s.n*s.k)/1e9/best.Seconds(), "GB/s")
				})
			}
		}
	}
	for _, n := range []int{3072 * 768, 32000 * 768} {
		x := make([]float32, n)
		b.Run(fmt.Sprintf("read/%d", n), func(b *testing.B) {
			best := bestOf(b, func() { Sum(x) })
			b.ReportMetric(4*float64(n)/1e9/best.Seconds(), "GB/s")
		})
	}
}

// bestOf is the shortest time that f takes.
func bestOf(b *testing.B, f func()) time.Duration {
	best := time.Duration(1 << 62)
	for b.Loop() {
		start := time.Now()
		f()
		best = min(best, time.Since(start))
	}
	return best
}
