package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRoundBF16(t *testing.T) {
	inf := float32(math.Inf(1))
	for x, want := range map[float32]float32{
		0: 0, 1: 1, -1: -1, 1 + 0x1p-8: 1, 1 + 0x1p-8 + 0x1p-20: 1 + 0x1p-7, 1 + 3*0x1p-8: 1 + 0x1p-6,
		0x1p-126: 0x1p-126, 0x1p-127: 0, math.SmallestNonzeroFloat32: 0, inf: inf, -inf: -inf, math.MaxFloat32: inf, -math.MaxFloat32: -inf,
	} {
		require.Equal(t, want, RoundBF16(x), "%g", x)
	}
	require.True(t, math.Signbit(float64(RoundBF16(-0x1p-130))))
	for _, b := range []uint32{0x7f800001, 0x7fffffff, 0xff80ffff} {
		x := RoundBF16(math.Float32frombits(b))
		require.True(t, x != x, "%#x", b)
	}
}

// The instruction that packs rounds as RoundBF16 does: products with 1 show it.
func TestNarrowProductRoundsAsRoundBF16(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const n = 4096
	p := &Product[float32]{M: 1, N: n, K: 1, A: []float32{1}, LDA: 1, B: make([]float32, n), LDB: n, C: make([]float32, n), LDC: n, Alpha: 1, Precision: BF16}
	for i := range p.B {
		p.B[i] = math.Float32frombits(r.Uint32())
	}
	want := append([]float32{}, p.B...)
	roundBF16(want)
	eachUnit(func(name string) {
		p.Serial(new(Worker))
		for i, w := range want {
			got := p.C[i]
			require.True(t, got == w || got != got && w != w, "%s: %g becomes %g, want %g", name, p.B[i], got, w)
		}
	})
}

// One element of A that is NaN spoils its row and no other.
func TestNarrowProductSpreadsNaN(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, s := range []shape{{9, 70, 140, false, true}, {30, 70, 700, false, false}} {
		narrowProducts(r, s, func(p *Product[float32]) {
			p.Alpha, p.Beta, p.Bias = 1, 0, nil
			i := r.IntN(s.m)
			p.A[i*p.LDA+r.IntN(s.k)] = float32(math.NaN())
			narrowHolds(t, p, s)
			for j := range s.n {
				require.True(t, p.C[i*p.LDC+j] != p.C[i*p.LDC+j], "%v", s)
			}
		})
	}
}

// An infinity stays one in bf16. Bytes cannot hold it: the row is NaN.
func TestNarrowProductOfInfinities(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, s := range []shape{{9, 70, 140, false, true}, {30, 70, 700, false, false}} {
		narrowProducts(r, s, func(p *Product[float32]) {
			p.Alpha, p.Beta, p.Bias = 1, 0, nil
			p.A[s.k-1] = float32(math.Inf(1))
			narrowHolds(t, p, s)
			require.Equal(t, p.Precision == BF16, math.IsInf(float64(p.C[0]), 0), "%v: %v", s, p.C[0])
			require.Equal(t, p.Precision == Int8, p.C[0] != p.C[0], "%v: %v", s, p.C[0])
		})
	}
}

// Bytes: 0 is kept, what is tiny vanishes, and nothing moves by more than one
// step, whatever the range.
func TestQuantaOfRows(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		size, shift := math.Exp(100*(r.Float64()-0.5)), r.NormFloat64()
		x := make([]float32, 1+r.IntN(50))
		for i := range x {
			x[i] = float32(size * (r.NormFloat64() + shift))
		}
		q := quantaOf(rangeOf(x))
		require.Zero(t, q.float(0))
		for _, v := range x {
			require.InDelta(t, v, q.float(v), float64(q.scale)*1.001, "%g of %v", v, q)
		}
	}
	for _, x := range [][]float32{{0, 0}, {1e-38, -1e-38}, {}} {
		q := quantaOf(rangeOf(x))
		require.Equal(t, quanta{}, q)
	}
	q := quantaOf(rangeOf([]float32{-math.MaxFloat32, math.MaxFloat32}))
	require.False(t, math.IsInf(float64(q.scale), 0))
	require.InEpsilon(t, math.MaxFloat32, q.float(math.MaxFloat32), 0.01)
}

// The error of each precision at K = 768, relative rms against float64, for
// normally distributed operands: what the documentation says.
func TestErrorOfPrecisions(t *testing.T) {
	s := shape{64, 96, 768, false, true}
	for _, c := range []struct {
		precision Precision
		packed    bool
		most      float64
	}{{Float32, false, 5e-7}, {BF16x3, false, 1e-5}, {BF16x3, true, 1e-5}, {BF16, false, 2.5e-3}, {BF16, true, 2.5e-3}, {Int8, true, 1.3e-2}} {
		eachUnit(func(name string) {
			p := randomProduct[float32](rand.New(rand.NewPCG(1, 2)), s)
			p.Alpha, p.Beta, p.Bias, p.Precision = 1, 0, nil, c.precision
			if c.packed {
				p.Packed = NewPacked(c.precision, s.k, s.n)
			}
			if p.Packed != nil { // as BF16x3 in plain Go
				p.Packed.Pack(Default(), p.B, p.LDB, p.TransB)
			}
			p.Serial(new(Worker))
			var wrong, all float64
			for i := range s.m * s.n {
				want, _ := summed(p, i/s.n, i%s.n)
				d := float64(p.C[i/s.n*p.LDC+i%s.n]) - want
				wrong, all = wrong+d*d, all+want*want
			}
			rms := math.Sqrt(wrong / all)
			require.LessOrEqual(t, rms, c.most, "%v, %s", c.precision, name)
			require.Greater(t, rms, 0.0)
			t.Logf("%v, packed %v, %s: %.2e", c.precision, c.packed, name, rms)
		})
	}
}

func TestNarrowProductChecksSlices(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	s := shape{30, 70, 40, false, true}
	narrowProducts(r, s, func(p *Product[float32]) {
		p.Alpha, p.Bias = 1, make([]float32, s.n)
		if p.Packed != nil {
			p.Packed = NewPacked(p.Precision, s.k, s.n)
			require.Panics(t, func() { p.Packed.Pack(Default(), p.B[:len(p.B)-1:len(p.B)-1], p.LDB, p.TransB) })
			p.Packed.Pack(Default(), p.B, p.LDB, p.TransB)
			q := *p
			q.K--
			require.Panics(t, func() { q.Serial(new(Worker)) }, "packed for another K")
		}
		for which := range 4 {
			q := *p
			m := []*[]float32{&q.A, &q.C, &q.Bias, &q.B}[which]
			if which == 3 && p.Packed != nil {
				continue
			}
			*m = (*m)[: len(*m)-1 : len(*m)-1]
			require.Panics(t, func() { q.Serial(new(Worker)) }, "%v %d", s, which)
		}
	})
}

func TestNarrowProductAllocatesNothing(t *testing.T) {
	s := shape{128, 300, 700, false, true}
	narrowProducts(rand.New(rand.NewPCG(1, 2)), s, func(p *Product[float32]) {
		eachUnit(func(name string) {
			if p.Packed != nil {
				p.Packed = NewPacked(p.Precision, s.k, s.n)
				p.Packed.Pack(Default(), p.B, p.LDB, p.TransB)
			}
			p.Alpha = 1
			w := new(Worker)
			p.Serial(w)
			require.Zero(t, testing.AllocsPerRun(5, func() { p.Serial(w) }), "%s", name)
		})
	})
}

// Every kind of bits, at every length, and nothing beyond.
func TestRoundingManyEqualsRoundingOne(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range lengths(1000) {
		x := make([]float32, n+2)
		for i := range x {
			x[i] = math.Float32frombits(r.Uint32() &^ (r.Uint32() & r.Uint32() & 0xffff))
			if i%5 == 0 {
				x[i] = math.Float32frombits(r.Uint32()&0x807fffff | []uint32{0, 0x7f800000, 0x7f000000, 0x00800000}[r.IntN(4)])
			}
		}
		for _, l := range levels() {
			y := append([]float32{}, x...)
			atLevel(l, func() { roundBF16(y[1 : n+1]) })
			for i, v := range x {
				want := math.Float32bits(v)
				if i > 0 && i <= n {
					want = math.Float32bits(RoundBF16(v))
				}
				require.Equal(t, want, math.Float32bits(y[i]), "%v: %g, %d of %d", l, v, i, n)
			}
		}
	}
}
