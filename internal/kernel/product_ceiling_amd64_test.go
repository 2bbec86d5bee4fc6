//go:build !noasm

package kernel

import (
	"fmt"
	"testing"
	"time"
	"unsafe"
)

// BenchmarkProductCeiling is the most that any product could reach with one worker, and
// with two.
func BenchmarkProductCeiling(b *testing.B) {
	const k = 1 << 14
	for l := avx2; l <= best(); l++ {
		for workers := 1; workers <= 2; workers++ {
			b.Run(fmt.Sprintf("%v/%d", l, workers), func(b *testing.B) {
				team := NewTeam(workers)
				defer team.Close()
				rows, columns := l.rows(), 2*l.lanes()
				x := make([]float32, 256)
				body := func(*Worker, int, int) { ceiling(l, k, unsafe.Pointer(&x[0]), unsafe.Pointer(&x[128])) }
				best := time.Duration(1 << 62)
				for b.Loop() {
					start := time.Now()
					team.For(workers, 1, body)
					best = min(best, time.Since(start))
				}
				b.ReportMetric(2*float64(workers*rows*columns*k)/1e9/best.Seconds(), "best-GFLOP/s")
			})
		}
	}
}
