package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// plainMoments is the mean, or 0, and 1/√(mean square about it + eps).
func plainMoments(x []float64, centred bool, eps float64) (mean, rstd float64) {
	var square float64
	for _, v := range x {
		if centred {
			mean += v / float64(len(x))
		}
	}
	for _, v := range x {
		square += (v - mean) * (v - mean) / float64(len(x))
	}
	return mean, 1 / math.Sqrt(square+eps)
}

func TestNormsAreTheirComment(t *testing.T) {
	const eps = 0.1
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, 2, 3, 4, 5, 8, 31, 255, 256, 257, 1000} {
		for _, centred := range []bool{true, false} {
			x, w, b := random[float64](r, n), random[float64](r, n), random[float64](r, n)
			mean, rstd := plainMoments(x, centred, eps)
			for _, with := range []struct{ w, b []float64 }{{nil, nil}, {w, nil}, {nil, b}, {w, b}} {
				if !centred {
					with.b = nil
				}
				y := append([]float64{}, x...) // in place
				gotMean, gotRstd := 0.0, 0.0
				if centred {
					gotMean, gotRstd = LayerNorm(y, y, with.w, with.b, eps)
				} else {
					gotRstd = RMSNorm(y, y, with.w, eps)
				}
				require.InDelta(t, mean, gotMean, 1e-13)
				require.InDelta(t, rstd, gotRstd, 1e-13)
				for i := range x {
					want := (x[i] - mean) * rstd
					if with.w != nil {
						want *= w[i]
					}
					if with.b != nil {
						want += b[i]
					}
					require.InDelta(t, want, y[i], 1e-12, "%d elements", n)
				}
			}
		}
	}
}

func TestNormGradsAreTheirComment(t *testing.T) {
	const eps = 0.1
	r := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{1, 2, 7, 256, 300} {
		for _, centred := range []bool{true, false} {
			for _, w := range [][]float64{nil, random[float64](r, n)} {
				x, dy := random[float64](r, n), random[float64](r, n)
				mean, rstd := plainMoments(x, centred, eps)
				g, h, ones := make([]float64, n), make([]float64, n), make([]float64, n)
				var a, b float64
				for i := range x {
					g[i], h[i], ones[i] = dy[i], (x[i]-mean)*rstd, 1
					if w != nil {
						g[i] *= w[i]
					}
					if centred {
						a += g[i] / float64(n)
					}
					b += g[i] * h[i] / float64(n)
				}
				dx, dw, db, scratch := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, 2*n)
				copy(dw, ones)
				copy(db, ones)
				if centred {
					LayerNormGrad(dx, dw, db, x, w, dy, scratch, mean, rstd)
					LayerNormGrad(nil, nil, nil, x, w, dy, scratch, mean, rstd) // writes nothing
				} else {
					RMSNormGrad(dx, dw, x, w, dy, scratch, rstd)
					RMSNormGrad(nil, nil, x, w, dy, scratch, rstd)
				}
				for i := range x {
					require.InDelta(t, rstd*(g[i]-a-h[i]*b), dx[i], 1e-12)
					require.InDelta(t, 1+dy[i]*h[i], dw[i], 1e-12, "added to what is there")
					if centred {
						require.InDelta(t, 1+dy[i], db[i], 1e-12)
					}
				}
			}
		}
	}
}

func BenchmarkNorms(b *testing.B) {
	const n = 768
	r := rand.New(rand.NewPCG(1, 2))
	x, dy, w, c := random[float32](r, n), random[float32](r, n), random[float32](r, n), random[float32](r, n)
	y, dw, db, scratch := make([]float32, n), make([]float32, n), make([]float32, n), make([]float32, 2*n)
	for _, f := range []struct {
		name string
		f    func()
	}{
		{"layernorm", func() { LayerNorm(y, x, w, c, 1e-5) }},
		{"layernormgrad", func() { LayerNormGrad(y, dw, db, x, w, dy, scratch, 0.1, 1) }},
		{"rmsnorm", func() { RMSNorm(y, x, w, 1e-5) }},
		{"rmsnormgrad", func() { RMSNormGrad(y, dw, x, w, dy, scratch, 1) }},
	} {
		b.Run(f.name, func(b *testing.B) {
			for b.Loop() {
				f.f()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/element")
		})
	}
}
