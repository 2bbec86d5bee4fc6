package blas_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
	"gorgonia.org/gorgonia"

	gaze "github.com/gaze-ml/gaze/ops/blas"
)

// BenchmarkStockModel tells how much faster a step of a stock Gorgonia model is
// with the one line added: the fastest steps of each, taken in turn.
func BenchmarkStockModel(b *testing.B) {
	for _, hidden := range []int{64, 256} {
		b.Run(fmt.Sprint(hidden), func(b *testing.B) {
			defer gorgonia.Use(gonum.Implementation{})
			s := newStock(128, hidden)
			defer s.machine.Close()
			compare(b, func(with gorgonia.BLAS) {
				gorgonia.Use(with)
				if _, err := s.step(); err != nil {
					b.Fatal(err)
				}
			})
		})
	}
}

// BenchmarkSgemm does so for products of n×n matrices.
func BenchmarkSgemm(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{4, 16, 64, 256, 768} {
		x, y, z := vector(r, n*n), vector(r, n*n), make([]float32, n*n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			compare(b, func(with gorgonia.BLAS) {
				for range max(1, 1<<20/(n*n*n)) {
					with.Sgemm(blas.NoTrans, blas.NoTrans, n, n, n, 1, x, n, y, n, 0, z, n)
				}
			})
		})
	}
}

// BenchmarkSgemv does so for products of an n×n matrix with a vector.
func BenchmarkSgemv(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{48, 64, 256, 512, 1024} {
		a, x, y := vector(r, n*n), vector(r, n), make([]float32, n)
		for _, t := range []blas.Transpose{blas.NoTrans, blas.Trans} {
			b.Run(fmt.Sprintf("%d%c", n, t), func(b *testing.B) {
				compare(b, func(with gorgonia.BLAS) {
					for range max(1, 1<<18/(n*n)) {
						with.Sgemv(t, n, n, 1, a, n, x, 1, 0, y, 1)
					}
				})
			})
		}
	}
}

func compare(b *testing.B, run func(with gorgonia.BLAS)) {
	plain, fast := time.Duration(1<<62), time.Duration(1<<62)
	for b.Loop() {
		plain, fast = min(plain, timed(run, gonum.Implementation{})), min(fast, timed(run, gaze.Implementation{}))
	}
	b.ReportMetric(plain.Seconds()*1e6, "gonum-µs")
	b.ReportMetric(fast.Seconds()*1e6, "ours-µs")
	b.ReportMetric(plain.Seconds()/fast.Seconds(), "ratio")
}

func timed(run func(with gorgonia.BLAS), with gorgonia.BLAS) time.Duration {
	start := time.Now()
	run(with)
	return time.Since(start)
}
