package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// eachUnit calls f at every level, with what the processor has beside it and
// without.
func eachUnit(f func(name string)) {
	was := processor
	defer func() { processor = was }()
	for _, l := range levels() {
		processor = was
		atLevel(l, func() { f(l.String()) })
		if l == avx512 {
			processor = units{}
			atLevel(l, func() { f(l.String() + " alone") })
			if tilesPacked(was) {
				processor = units{tiles: emulated()}
				atLevel(l, func() { f(l.String() + " with tiles, emulated") })
			}
		}
	}
}

func TestUnitsTested(t *testing.T) {
	if best() < avx512 || !processor.bf16 || !processor.int8 {
		t.Skipf("products of AVX512_BF16 (here: %v) and AVX512_VNNI (%v) were tested where they are there", processor.bf16, processor.int8)
	}
	atLevel(avx512, func() {
		require.Equal(t, bf16Words, formOf(BF16, false))
		require.Equal(t, int8Words, formOf(Int8, true))
	})
}

func TestFormOfPrecision(t *testing.T) {
	eachUnit(func(name string) {
		require.Equal(t, asTheyAre, formOf(Float32, true), name)
		require.Equal(t, current == avx512 && processor.tiles != nil, BF16x3.Rounds(), name)
		require.Equal(t, formOf(BF16, false), formOf(Int8, false), name)
		require.NotEqual(t, asTheyAre, formOf(Int8, true), name)
	})
	atLevel(plain, func() { require.Equal(t, bf16Floats, formOf(BF16, true)) })
}

// rounded is p with operands of float32s that are what those of a precision
// stand for.
func rounded(p *Product[float32]) *Product[float32] {
	q := *p
	q.A, q.B = append([]float32{}, p.A...), append([]float32{}, p.B...)
	q.Precision, q.Packed = Float32, nil
	if p.Precision == Int8 && p.Packed != nil {
		for i := range p.M {
			row := q.A[i*p.LDA:][:p.K]
			s := quantaOf(rangeOf(row))
			for k, x := range row {
				row[k] = s.float(x)
			}
		}
		for j := range p.N {
			var low, high, spoilt float32
			for k := range p.K {
				x := q.B[at(p.TransB, k, j, p.LDB)]
				low, high, spoilt = min(low, x), max(high, x), spoilt+0*x
			}
			s := signedQuanta(low, high, spoilt)
			for k := range p.K {
				x := &q.B[at(p.TransB, k, j, p.LDB)]
				*x = float32(s.signed(*x)) * s.scale
			}
		}
		return &q
	}
	roundBF16(q.A)
	roundBF16(q.B)
	return &q
}

// narrowHolds compares p, at every level, with the comment of Product for its
// rounded operands: within n·ε·Σ|x|, and K·2⁻¹²⁶, as denormals may become 0.
func narrowHolds(t *testing.T, p *Product[float32], name fmt.Stringer) {
	t.Helper()
	before, packed := append([]float32{}, p.C...), p.Packed != nil
	q, want, bound := rounded(p), make([]float64, p.M*p.N), make([]float64, p.M*p.N)
	for i := range want {
		want[i], bound[i] = summed(q, i/p.N, i%p.N)
		bound[i] = bound[i]*float64(p.K+8)*0x1p-23 + float64(p.K)*math.Abs(float64(p.Alpha))*0x1p-126
	}
	eachUnit(func(level string) {
		if packed {
			p.Packed = NewPacked(p.Precision, p.K, p.N)
			p.Packed.Pack(Default(), p.B, p.LDB, p.TransB)
		}
		copy(p.C, before)
		if p.Beta == 0 {
			for i := range want {
				p.C[i/p.N*p.LDC+i%p.N] = float32(math.NaN())
			}
		}
		p.Serial(new(Worker))
		for i, w := range want {
			got := float64(p.C[i/p.N*p.LDC+i%p.N])
			if math.Abs(got-w) <= bound[i] || got == w || math.IsNaN(got) && math.IsNaN(w) {
				continue
			}
			require.Failf(t, "wrong", "%v of %v, %s packed %v alpha %v beta %v bias %v: %v at [%d, %d], want %v ± %v",
				p.Precision, name, level, packed, p.Alpha, p.Beta, p.Bias != nil, got, i/p.N, i%p.N, w, bound[i])
		}
		for i, v := range p.C {
			if i%p.LDC >= p.N && v == v {
				require.Failf(t, "wrote beyond a row", "%s, %v: at %d", level, name, i)
			}
		}
	})
}

// narrowProducts calls f with products of narrow operands, B packed or not.
func narrowProducts(r *rand.Rand, s shape, f func(p *Product[float32])) {
	for _, packed := range []bool{false, true} {
		for _, precision := range []Precision{BF16, Int8} {
			if precision == Int8 && (!packed || s.transA) {
				continue
			}
			p := randomProduct[float32](r, s)
			p.Precision = precision
			if packed {
				p.Packed = new(Packed)
			}
			f(p)
		}
	}
}

func TestNarrowProductOfSmallSizes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	odd := []int{1, 2, 3, 5, 8, 15, 16, 17, 31, 32, 33, 47, 64, 65}
	for i := 1; i < 71; i++ {
		a, b := odd[r.IntN(len(odd))], odd[r.IntN(len(odd))]
		for _, s := range [][3]int{{i, a, b}, {a, i, b}, {a, b, i}, {i, i, i}, {1, i, b}} {
			eachForm(s[0], s[1], s[2], func(s shape) {
				narrowProducts(r, s, func(p *Product[float32]) { narrowHolds(t, p, s) })
			})
		}
	}
}

// Sizes at which operands are cut.
func TestNarrowProductOfEdgeSizes(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, s := range [][3]int{
		{448, 33, 512}, {449, 40, 513}, {29, 65, 1023}, {14, 40, 1025}, {3, 70, 2049}, {15, 20, 4100}, {2, 33, 8195},
	} {
		eachForm(s[0], s[1], s[2], func(s shape) {
			narrowProducts(r, s, func(p *Product[float32]) { narrowHolds(t, p, s) })
		})
	}
}

// A row has the same bits alone and among others, and B packed or not.
func TestNarrowRowsDoNotDependOnOthers(t *testing.T) {
	for _, s := range []shape{{200, 70, 700, false, true}, {200, 70, 1100, false, false}} {
		for _, precision := range []Precision{BF16, Int8} {
			eachUnit(func(name string) {
				p := randomProduct[float32](rand.New(rand.NewPCG(1, 2)), s)
				p.Alpha, p.Beta, p.Precision = 1, 0, precision
				p.Packed = NewPacked(precision, s.k, s.n)
				p.Packed.Pack(Default(), p.B, p.LDB, p.TransB)
				p.Serial(new(Worker))
				want := append([]float32{}, p.C...)
				if precision == BF16 {
					p.Packed = nil
					p.Serial(new(Worker))
					sameBits(t, want, p.C)
				}
				for _, rows := range []int{1, 2, 13, 15, 99} {
					q := *p
					q.M, q.C = rows, append([]float32{}, want...)
					for i := range rows {
						clear(q.C[i*q.LDC:][:q.N])
					}
					q.Serial(new(Worker))
					sameBits(t, want, q.C)
				}
			})
		}
	}
}

func TestNarrowProductIsTheSameForAllTeams(t *testing.T) {
	for _, s := range []shape{{200, 300, 150, false, true}, {900, 700, 40, true, false}, {1, 2000, 300, false, true}, {1100, 300, 40, false, true}} {
		narrowProducts(rand.New(rand.NewPCG(1, 2)), s, func(p *Product[float32]) {
			if p.Packed != nil {
				p.Packed = NewPacked(p.Precision, p.K, p.N)
				p.Packed.Pack(Default(), p.B, p.LDB, p.TransB)
			}
			p.Alpha, p.Beta = 1, 0
			p.Serial(new(Worker))
			want := append([]float32{}, p.C...)
			for _, workers := range []int{1, 2, 3, 8, 64} {
				team := NewTeam(workers)
				shared(team, p, 1)
				sameBits(t, want, p.C)
				team.Close()
			}
		})
	}
}

func TestNarrowProductEpilogueSeesFinishedElementsOnce(t *testing.T) {
	for _, s := range []shape{{30, 70, 40, false, false}, {300, 500, 1100, false, true}, {3, 40, 5000, false, true}, {600, 70, 20, false, true}} {
		narrowProducts(rand.New(rand.NewPCG(1, 2)), s, func(p *Product[float32]) {
			eachUnit(func(name string) {
				if p.Packed != nil {
					p.Packed = NewPacked(p.Precision, p.K, p.N)
					p.Packed.Pack(Default(), p.B, p.LDB, p.TransB)
				}
				p.Alpha, p.Beta, p.Epilogue = 1, 0, nil
				p.Serial(new(Worker))
				want, seen := append([]float32{}, p.C...), make([]int, len(p.C))
				p.Epilogue = func(row []float32, i, j int) {
					for x := range row {
						seen[i*p.LDC+j+x]++
						if want[i*p.LDC+j+x] != row[x] {
							require.Equal(t, want[i*p.LDC+j+x], row[x], "%s %v", name, s)
						}
					}
				}
				p.Serial(new(Worker))
				for i, n := range seen {
					if (i%p.LDC < p.N) != (n == 1) {
						require.Failf(t, "not once", "%s %v at %d: %d times", name, s, i, n)
					}
				}
			})
		})
	}
}
