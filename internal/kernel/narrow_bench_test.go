package kernel

import (
	"fmt"
	"testing"
	"time"
)

// BenchmarkNarrowProduct tells GFLOP/s (of bytes: GOP/s) of bf16 with B packed
// by each tile and once, and of int8, as BenchmarkProduct does of float32.
func BenchmarkNarrowProduct(b *testing.B) {
	for _, kind := range []struct {
		name      string
		precision Precision
		packed    bool
	}{{"bf16", BF16, false}, {"bf16-packed", BF16, true}, {"int8-packed", Int8, true}} {
		for workers := 1; workers <= 2; workers++ {
			team := NewTeam(workers)
			for _, s := range benchmarks {
				if s.transA && kind.precision == Int8 || s.count > 1 && kind.packed {
					continue
				}
				b.Run(fmt.Sprintf("%s/%d/%d×%v", kind.name, workers, s.count, s.shape), func(b *testing.B) {
					benchmarkNarrow(b, team, s, kind.precision, kind.packed)
				})
			}
			team.Close()
		}
	}
}

func benchmarkNarrow(b *testing.B, team *Team, s batch, precision Precision, packed bool) {
	ps := s.products()
	for _, p := range ps {
		p.Precision = precision
		if packed {
			p.Packed = NewPacked(precision, p.K, p.N)
			p.Packed.Pack(team, p.B, p.LDB, p.TransB)
		}
	}
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
	b.ReportMetric(work/best.Seconds(), "best-GFLOP/s")
}
