//go:build !noasm

package kernel

import (
	"fmt"
	"testing"
	"time"
	"unsafe"
)

// BenchmarkNarrowCeiling is the most that products of narrow operands could
// reach with one worker, and with two.
func BenchmarkNarrowCeiling(b *testing.B) {
	const k = 1 << 14
	for _, f := range []form{bf16Words, int8Words} {
		if f == bf16Words && !processor.bf16 || f == int8Words && !processor.int8 {
			continue
		}
		for workers := 1; workers <= 2; workers++ {
			b.Run(fmt.Sprintf("%d/%d", f.each(), workers), func(b *testing.B) {
				team := NewTeam(workers)
				defer team.Close()
				x := make([]float32, 256)
				body := func(*Worker, int, int) {
					if f == bf16Words {
						ceilingBF16AVX512(k, unsafe.Pointer(&x[0]), unsafe.Pointer(&x[128]))
					} else {
						ceilingInt8AVX512(k, unsafe.Pointer(&x[0]), unsafe.Pointer(&x[128]))
					}
				}
				best := time.Duration(1 << 62)
				for b.Loop() {
					start := time.Now()
					team.For(workers, 1, body)
					best = min(best, time.Since(start))
				}
				b.ReportMetric(2*float64(workers*avx512.rows()*2*avx512.lanes()*k*f.each())/1e9/best.Seconds(), "best-GFLOP/s")
			})
		}
	}
}
