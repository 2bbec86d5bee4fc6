package kernel

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// What a layer adds itself to is an epilogue: rows of the residual are added while
// those of C are in the nearest cache, and the bits are those of a sum made afterwards.
func TestProductAddsAResidual(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, l := range levels() {
		atLevel(l, func() {
			for _, s := range []struct{ m, n, k int }{{1, 1, 1}, {3, 70, 5}, {65, 129, 300}, {200, 33, 17}} {
				residual := random[float32](r, s.m*s.n)
				want, got := make([]float32, s.m*s.n), make([]float32, s.m*s.n)
				p := Product[float32]{
					M: s.m, N: s.n, K: s.k, Alpha: 1, Bias: random[float32](r, s.n), C: want, LDC: s.n,
					A: random[float32](r, s.m*s.k), LDA: s.k, B: random[float32](r, s.k*s.n), LDB: s.n,
				}
				p.Serial(new(Worker))
				Add(want, want, residual)
				p.C = got
				p.Epilogue = func(row []float32, i, j int) { Add(row, row, residual[i*s.n+j:][:len(row)]) }
				p.Serial(new(Worker))
				require.Equal(t, want, got, "%v %v", l, s)
			}
		})
	}
}
