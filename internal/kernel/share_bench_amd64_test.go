//go:build !noasm

package kernel

import (
	"fmt"
	"math"
	"testing"
	"time"
	"unsafe"
)

// BenchmarkShare tells what share of the ceiling big products reach, in percent,
// with one worker and two: of float32 at every level, and of bf16 and int8 with B
// packed once. Product and ceiling take turns, and the best of each counts;
// "mean" is the geometric mean of the shapes that ran.
func BenchmarkShare(b *testing.B) {
	was := current
	defer func() { current = was }()
	for l := avx2; l <= best(); l++ {
		current = l
		benchmarkShares(b, "float32-"+l.String(), Float32, func(team *Team, steps int) float64 { return ProductCeiling(team, steps) })
	}
	if processor.bf16 {
		benchmarkShares(b, "bf16-packed", BF16, func(team *Team, steps int) float64 {
			return narrowCeiling(team, steps, bf16Words, ceilingBF16AVX512)
		})
	}
	if processor.int8 {
		benchmarkShares(b, "int8-packed", Int8, func(team *Team, steps int) float64 {
			return narrowCeiling(team, steps, int8Words, ceilingInt8AVX512)
		})
	}
}

// narrowCeiling is ProductCeiling of words.
func narrowCeiling(team *Team, steps int, f form, burst func(k int, a, b unsafe.Pointer)) float64 {
	x := make([]float32, 256)
	team.For(team.Workers(), 1, func(*Worker, int, int) { burst(steps, unsafe.Pointer(&x[0]), unsafe.Pointer(&x[128])) })
	return 2 * float64(team.Workers()*avx512.rows()*2*avx512.lanes()*steps*f.each())
}

func benchmarkShares(b *testing.B, name string, precision Precision, ceiling func(team *Team, steps int) float64) {
	for workers := 1; workers <= 2; workers++ {
		team := NewTeam(workers)
		var logs, shares float64
		for _, s := range benchmarks {
			if s.m < 128 || s.n*s.k < 1<<19 || precision == Int8 && s.transA {
				continue
			}
			b.Run(fmt.Sprintf("%s/%d/%v", name, workers, s.shape), func(b *testing.B) {
				share := benchmarkShare(b, team, s, precision, ceiling)
				logs, shares = logs+math.Log(share), shares+1
			})
		}
		b.Run(fmt.Sprintf("%s/%d/mean", name, workers), func(b *testing.B) {
			for b.Loop() {
			}
			b.ReportMetric(math.Exp(logs/shares), "%-of-ceiling")
		})
		team.Close()
	}
}

func benchmarkShare(b *testing.B, team *Team, s batch, precision Precision, ceiling func(team *Team, steps int) float64) float64 {
	p := s.products()[0]
	if p.Precision = precision; precision != Float32 {
		p.Packed = NewPacked(precision, p.K, p.N)
		p.Packed.Pack(team, p.B, p.LDB, p.TransB)
	}
	const bursts, steps = 16, 1 << 13 // short: one that nothing interrupts is the ceiling
	fastest, most := time.Duration(1<<62), 0.0
	for b.Loop() {
		start := time.Now()
		shared(team, p, 1)
		fastest = min(fastest, time.Since(start))
		for range bursts {
			start = time.Now()
			operations := ceiling(team, steps)
			most = max(most, operations/time.Since(start).Seconds())
		}
	}
	reached := 2 * float64(s.m*s.n*s.k) / fastest.Seconds()
	share := 100 * reached / most
	b.ReportMetric(reached/1e9, "best-GFLOP/s")
	b.ReportMetric(most/1e9, "ceiling-GFLOP/s")
	b.ReportMetric(share, "%-of-ceiling")
	return share
}
