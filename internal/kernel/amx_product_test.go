package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// atTiles calls f with what multiplies on tiles here, whole products.
func atTiles(t *testing.T, f func(name string)) {
	if !tilesPacked(processor) {
		t.Skip("packing for tiles takes AVX512_BF16 and AVX512_VNNI")
	}
	was := processor
	defer func() { processor = was }()
	eachTileUnit(func(name string, unit tileUnit) {
		processor = units{tiles: unit}
		atLevel(avx512, func() { f(name) })
	})
}

// tiledBound is what an element of a BF16x3 product may be wrong by: what each
// factor loses and the product of the smaller summands, 2⁻¹⁶ each, and
// rounding.
func tiledBound(p *Product[float32], size float64) float64 {
	return size * (3*0x1p-16 + float64(3*p.K+8)*0x1p-23)
}

func TestBF16x3Product(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	sizes := [][3]int{{448, 33, 512}, {33, 40, 1030}, {1, 70, 2049}, {500, 3, 20}}
	for i := 1; i < 70; i += 3 {
		sizes = append(sizes, [3]int{i, 1 + r.IntN(70), 1 + r.IntN(70)}, [3]int{1 + r.IntN(70), i, i})
	}
	atTiles(t, func(name string) {
		for _, s := range sizes {
			eachForm(s[0], s[1], s[2], func(s shape) {
				p := randomProduct[float32](r, s)
				p.Precision = BF16x3
				checkBF16x3(t, p, name, nil)
				packed := NewPacked(BF16x3, s.k, s.n)
				packed.Pack(Default(), p.B, p.LDB, p.TransB)
				checkBF16x3(t, p, name, packed)
			})
		}
	})
}

// checkBF16x3 compares p, with B packed if it is not nil, with its comment.
func checkBF16x3(t *testing.T, p *Product[float32], name string, packed *Packed) {
	t.Helper()
	q := *p
	q.C, q.Packed = append([]float32{}, p.C...), packed
	q.Serial(new(Worker))
	for i := range p.M * p.N {
		want, size := summed(p, i/p.N, i%p.N)
		if got := float64(q.C[i/p.N*p.LDC+i%p.N]); !(math.Abs(got-want) <= tiledBound(p, size)) {
			require.Failf(t, "wrong", "%s, %d×%d×%d, packed %v: %v, want %v", name, p.M, p.N, p.K, packed != nil, got, want)
		}
	}
	for i, v := range q.C {
		if i%p.LDC >= p.N && v == v {
			require.Failf(t, "wrote beyond a row", "%s, at %d", name, i)
		}
	}
}

// The same bits for all teams and among any rows, B packed or not.
func TestTiledBits(t *testing.T) {
	s := shape{70, 100, 600, false, true}
	atTiles(t, func(name string) {
		for _, precision := range []Precision{BF16x3, BF16, Int8} {
			p := randomProduct[float32](rand.New(rand.NewPCG(1, 2)), s)
			p.Alpha, p.Beta, p.Precision = 1, 0, precision
			p.Packed = NewPacked(precision, s.k, s.n)
			p.Packed.Pack(Default(), p.B, p.LDB, p.TransB)
			p.Serial(new(Worker))
			want := append([]float32{}, p.C...)
			for _, workers := range []int{1, 2, 3, 8} {
				team := NewTeam(workers)
				shared(team, p, 1)
				sameBits(t, want, p.C)
				team.Close()
			}
			if precision != Int8 {
				p.Packed = nil
			}
			for _, rows := range []int{1, 15, 33, 70} {
				p.M = rows
				p.Serial(new(Worker))
				sameBits(t, want, p.C)
			}
		}
	})
}

// What a worker's memory held before, NaN here, does not get into sums, nor does
// what packed weights held: panels are filled up with zeros.
func TestTiledProductIgnoresOldMemory(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	atTiles(t, func(name string) {
		for _, precision := range []Precision{BF16x3, BF16, Int8} {
			for k := 1; k < 140; k += 3 {
				p := randomProduct[float32](r, shape{17, 33, k, precision != Int8 && k%4 == 1, k%2 == 0})
				p.Alpha, p.Beta, p.Precision = 1, 0, precision
				if precision == Int8 {
					p.Packed = NewPacked(precision, p.K, p.N)
					p.Packed.Pack(Default(), p.B, p.LDB, p.TransB)
				}
				w := new(Worker)
				p.Serial(w)
				want := append([]float32{}, p.C...)
				if p.Packed != nil {
					for i := range p.Packed.words {
						p.Packed.words[i] = math.MaxUint32
					}
					p.Packed.Pack(Default(), p.B, p.LDB, p.TransB)
				}
				for _, memory := range w.memory {
					for i := range memory {
						memory[i] = math.MaxUint64
					}
				}
				p.Serial(w)
				sameBits(t, want, p.C)
				for i := range p.M {
					require.False(t, math.IsNaN(float64(p.C[i*p.LDC])), "%s, %v, k %d", name, precision, k)
				}
			}
		}
	})
}

// No product of two summands allocates once a worker is warm, Aᵀ included.
func TestBF16x3AllocatesNothing(t *testing.T) {
	atTiles(t, func(name string) {
		eachForm(40, 33, 70, func(s shape) {
			p := randomProduct[float32](rand.New(rand.NewPCG(1, 2)), s)
			p.Alpha, p.Precision = 1, BF16x3
			w := new(Worker)
			p.Serial(w)
			require.Zero(t, testing.AllocsPerRun(3, func() { p.Serial(w) }), "%s, %v", name, s)
		})
	})
}

// NaN and infinities spoil their row and no other.
func TestBF16x3OfWhatIsNotFinite(t *testing.T) {
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		atTiles(t, func(name string) {
			p := randomProduct[float32](rand.New(rand.NewPCG(1, 2)), shape{20, 40, 70, false, true})
			p.Alpha, p.Beta, p.Bias, p.Precision = 1, 0, nil, BF16x3
			p.A[3*p.LDA+5] = float32(x)
			p.Serial(new(Worker))
			for i := range p.M * p.N {
				v := p.C[i/p.N*p.LDC+i%p.N]
				require.Equal(t, i/p.N == 3, v != v, "%s: %v in row %d", name, v, i/p.N)
			}
		})
	}
}
