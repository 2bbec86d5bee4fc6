package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// naive is the comment of Product, word for word.
func naive[T Float](p *Product[T]) []float64 {
	out := make([]float64, p.M*p.N)
	for i := range p.M {
		for j := range p.N {
			var s float64
			for k := range p.K {
				s += float64(p.A[at(p.TransA, i, k, p.LDA)]) * float64(p.B[at(p.TransB, k, j, p.LDB)])
			}
			s *= float64(p.Alpha)
			if p.Beta != 0 {
				s += float64(p.Beta) * float64(p.C[i*p.LDC+j])
			}
			if p.Bias != nil {
				s += float64(p.Bias[j])
			}
			out[i*p.N+j] = s
		}
	}
	return out
}

func random[T Float](r *rand.Rand, n int) []T {
	x := make([]T, n)
	for i := range x {
		x[i] = T(r.NormFloat64())
	}
	return x
}

func product[T Float](r *rand.Rand, m, n, k int, transA, transB bool, beta T) *Product[T] {
	p := &Product[T]{M: m, N: n, K: k, TransA: transA, TransB: transB, Alpha: 0.5, Beta: beta, Bias: random[T](r, n)}
	p.LDA, p.LDB, p.LDC = k+3, n+1, n+2
	rowsA, rowsB := m, k
	if transA {
		p.LDA, rowsA = m+3, k
	}
	if transB {
		p.LDB, rowsB = k+1, n
	}
	p.A, p.B, p.C = random[T](r, rowsA*p.LDA+1), random[T](r, rowsB*p.LDB+1), random[T](r, m*p.LDC)
	return p
}

func testProduct[T Float](t *testing.T, tolerance float64) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, size := range [][3]int{{1, 1, 1}, {3, 5, 7}, {64, 192, 128}, {65, 193, 129}, {1, 400, 3}, {130, 1, 300}, {2, 3, 0}} {
		for _, transA := range []bool{false, true} {
			for _, transB := range []bool{false, true} {
				for _, beta := range []T{0, 1, -2} {
					p := product(r, size[0], size[1], size[2], transA, transB, beta)
					want := naive(p)
					if beta == 0 {
						p.C[0] = T(math.NaN())
					}
					p.Serial()
					for i := range p.M {
						for j := range p.N {
							require.InDelta(t, want[i*p.N+j], float64(p.C[i*p.LDC+j]), tolerance*math.Sqrt(float64(p.K+1)),
								"%v transA %v transB %v beta %v at %d,%d", size, transA, transB, beta, i, j)
						}
					}
				}
			}
		}
	}
}

func TestProduct(t *testing.T) {
	t.Run("float32", func(t *testing.T) { testProduct[float32](t, 1e-5) })
	t.Run("float64", func(t *testing.T) { testProduct[float64](t, 1e-13) })
}

func TestProductEpilogueSeesEveryElementOnce(t *testing.T) {
	p := product[float32](rand.New(rand.NewPCG(1, 2)), 70, 200, 5, false, true, 0)
	seen := make([]int, p.M*p.N)
	p.Epilogue = func(row []float32, i, j int) {
		for x := range row {
			seen[i*p.N+j+x]++
		}
	}
	p.Serial()
	for i := range seen {
		require.Equal(t, 1, seen[i])
	}
}

// gonum's parallel path would start goroutines inside a worker's tile.
func TestProductStaysSerial(t *testing.T) {
	p := product[float32](rand.New(rand.NewPCG(1, 2)), tileM, tileN, 1000, false, false, 0)
	p.Serial()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	p.Serial()
	runtime.ReadMemStats(&after)
	require.Less(t, after.Mallocs-before.Mallocs, uint64(4), "a goroutine would allocate")
}

func BenchmarkProduct(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, trans := range [][2]bool{{false, false}, {false, true}, {true, false}} {
		b.Run(fmt.Sprintf("768³/transA=%v/transB=%v", trans[0], trans[1]), func(b *testing.B) {
			p := product[float32](r, 768, 768, 768, trans[0], trans[1], 0)
			for b.Loop() {
				p.Serial()
			}
			b.ReportMetric(2*768*768*768*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
}
