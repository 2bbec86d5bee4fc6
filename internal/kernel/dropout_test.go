package kernel

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDropIsItsComment(t *testing.T) {
	s := NewStream(1, 2, 3)
	for _, p := range []float64{0, 0.1, 0.5, 0.999, 1} {
		for _, n := range []int{0, 1, 3, drawn - 1, drawn, drawn + 5, 1000} {
			const first = 6
			x, y, m, bits := make([]float32, n), make([]float32, n), make([]float32, n), make([]uint32, n)
			for i := range x {
				x[i] = float32(i) - 7.5
			}
			s.Bits(bits, first)
			Drop(y, x, NewDrops(s, p), first)
			DropFactors(m, NewDrops(s, p), first)
			for i := range y {
				want := float32(0)
				if float64(bits[i]) >= p*(1<<32) {
					want = float32(1 / (1 - p))
				}
				require.Equal(t, want, m[i])
				require.Equal(t, x[i]*want, y[i])
			}
		}
	}
}

// A NaN is not hidden by being dropped, as in PyTorch, where the mask is multiplied.
func TestDropKeepsNaN(t *testing.T) {
	x := []float64{math.NaN(), math.Inf(1)}
	Drop(x, x, NewDrops(NewStream(0, 0, 0), 1), 0)
	require.True(t, math.IsNaN(x[0]) && math.IsNaN(x[1]))
}

// The counts of dropped elements, and of neighbours dropped together, lie within
// five standard deviations of what independent draws give.
func TestDropStatistics(t *testing.T) {
	const n = 1 << 20
	m := make([]float64, n)
	for _, p := range []float64{0.1, 0.5, 0.9} {
		for step := range uint64(3) {
			DropFactors(m, NewDrops(NewStream(42, 7, step), p), 0)
			var dropped, pairs float64
			for i := range m {
				if m[i] == 0 {
					dropped++
					if m[(i+1)%n] == 0 {
						pairs++
					}
				}
			}
			require.InDelta(t, n*p, dropped, 5*math.Sqrt(n*p*(1-p)))
			require.InDelta(t, n*p*p, pairs, 5*math.Sqrt(n*p*p*(1-p*p)*3))
		}
	}
}

func BenchmarkDrop(b *testing.B) {
	x, y, d := make([]float32, 4096), make([]float32, 4096), NewDrops(NewStream(1, 2, 3), 0.1)
	for b.Loop() {
		Drop(y, x, d, 0)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/4096, "ns/element")
}

func BenchmarkDropFactors(b *testing.B) {
	m, d := make([]float32, 4096), NewDrops(NewStream(1, 2, 3), 0.1)
	for b.Loop() {
		DropFactors(m, d, 0)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/4096, "ns/element")
}
