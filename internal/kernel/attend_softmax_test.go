package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// rowsOfBlock are numbers of a block of rows: from 1 to 2, or what f says.
func rowsOfBlock(r *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = 1 + r.Float32()
	}
	return x
}

// Rows of a block are the rows alone, and zeros after them, and nothing else is written.
func TestSoftmaxOfBlocks(t *testing.T) {
	eachAttend(t, func(t *testing.T, r *rand.Rand, s attendSizes) {
		b := s.random(r)
		inf := float32(math.Inf(-1))
		tops, totals, scales := make([]float32, s.rows), make([]float32, s.rows), make([]float32, s.rows)
		for i := range tops {
			tops[i] = inf
		}
		for step := range 4 { // the second and the fourth have higher scores, and -Inf and NaN are among them
			copy(b.S, random[float32](r, len(b.S)))
			b.S[0] = []float32{inf, 3, float32(math.NaN()), 90}[step]
			before, sums, after := append([]float32{}, tops...), append([]float32{}, totals...), append([]float32{}, b.S...)
			b.Softmax(tops, totals, scales)
			for i := range s.rows {
				n, by := b.Seen(i), float32(1)
				if n > 0 {
					top, sum := SoftmaxStep(after[i*b.LD:][:n], before[i])
					if top != before[i] {
						by = SoftmaxRescale(before[i], top)
					}
					requireSame(t, []float32{top, sums[i]*by + sum}, []float32{tops[i], totals[i]})
				}
				clear(after[i*b.LD:][n:b.Most()])
				requireSame(t, []float32{by}, scales[i:i+1])
			}
			requireSame(t, after, b.S)
		}
	})
}

func TestGradientOfBlocks(t *testing.T) {
	eachAttend(t, func(t *testing.T, r *rand.Rand, s attendSizes) {
		b := s.random(r)
		copy(b.S, random[float32](r, len(b.S)))
		grads := random[float32](r, len(b.S))
		tops, means := rowsOfBlock(r, s.rows), rowsOfBlock(r, s.rows)
		w, ds := append([]float32{}, b.S...), append([]float32{}, grads...)
		b.Gradient(grads, tops, means)
		for i := range s.rows {
			n := b.Seen(i)
			ScoresGrad(w[i*b.LD:][:n], ds[i*b.LD:][:n], tops[i], means[i])
			clear(w[i*b.LD:][n:b.Most()])
			clear(ds[i*b.LD:][n:b.Most()])
		}
		requireSame(t, w, b.S)
		requireSame(t, ds, grads)
	})
}

func TestGradientOfBlocksOfWeights(t *testing.T) {
	eachAttend(t, func(t *testing.T, r *rand.Rand, s attendSizes) {
		b, ld := s.random(r), s.keys+7
		copy(b.S, random[float32](r, len(b.S)))
		w, grads, means := append([]float32{}, b.S...), random[float32](r, s.rows*ld), rowsOfBlock(r, s.rows)
		ds := append([]float32{}, grads...)
		b.GradientOf(grads, ld, means)
		for i := range s.rows {
			n := b.Seen(i)
			WeightsGrad(ds[i*ld:][:n], w[i*b.LD:][:n], means[i])
			clear(ds[i*ld:][n:b.Most()])
		}
		requireSame(t, w, b.S)
		requireSame(t, ds, grads)
	})
}

func TestScaleRows(t *testing.T) {
	eachAttend(t, func(t *testing.T, r *rand.Rand, s attendSizes) {
		b := s.random(r)
		ld, by := s.d+3, rowsOfBlock(r, s.rows)
		x := random[float32](r, s.rows*ld)
		by[s.rows/2], x[s.rows/2*ld] = 0, float32(math.NaN())
		want := append([]float32{}, b.q.Data...)
		for i := range s.rows {
			for j := range s.d {
				want[b.q.At(i)+j] = by[i] * x[i*ld+j]
				if by[i] == 0 {
					want[b.q.At(i)+j] = 0
				}
			}
		}
		ScaleRows(&b.q, x, ld, by)
		requireSame(t, want, b.q.Data)
	})
}

func TestSoftCapOfAllLengths(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	for _, l := range levels() {
		for n := range lengths(1000) {
			x := random[float32](r, n)
			s, all := guarded(x)
			caps, more := guarded(x)
			atLevel(l, func() { SoftCap(s, caps, 0.75) })
			requireGuards(t, all)
			requireGuards(t, more)
			for i, v := range x {
				require.LessOrEqual(t, ulpsApart(caps[i], math.Tanh(float64(v*float32(1/0.75)))), 3.0)
				require.Equal(t, 0.75*caps[i], s[i])
			}
		}
	}
}

func TestCapOfBlocks(t *testing.T) {
	eachAttend(t, func(t *testing.T, r *rand.Rand, s attendSizes) {
		b := s.random(r)
		copy(b.S, random[float32](r, len(b.S)))
		caps := random[float32](r, len(b.S))
		want, kept := append([]float32{}, b.S...), append([]float32{}, caps...)
		for i := range s.rows {
			SoftCap(want[i*b.LD:][:b.Seen(i)], kept[i*b.LD:][:b.Seen(i)], 2)
		}
		b.Cap(caps, 2)
		requireSame(t, want, b.S)
		requireSame(t, kept, caps)
		for i := range s.rows {
			row := want[i*b.LD:][:b.Seen(i)]
			TanhGrad(row, kept[i*b.LD:][:len(row)], row)
		}
		b.Uncap(caps)
		requireSame(t, want, b.S)
	})
}

// requireSame wants the same numbers, or NaN in the same places.
func requireSame(t *testing.T, want, got []float32) {
	t.Helper()
	require.Len(t, got, len(want))
	for i, v := range want {
		require.True(t, v == got[i] || v != v && got[i] != got[i], "element %d: %v, want %v", i, got[i], v)
	}
}
