package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
)

// roundedAttends are blocks of all kinds, those of attendBlocks and others: odd
// sizes, and rows of heads side by side, which do not lie evenly.
var roundedAttends = append([]attendSizes{
	{rows: 14, keys: 31, d: 2, run: 1, far: 3, between: 2},
	{rows: 15, keys: 33, d: 3, first: 1, run: 2, near: 3, far: 17, between: 9},
	{rows: 31, keys: 256, d: 65, first: 3, run: 3, shift: 240, causal: true, near: 65, far: 300, between: 65},
	{rows: 128, keys: 129, d: 31, run: 4, shift: 99, causal: true, near: 31, far: 124, between: 31},
	{rows: 3, keys: 7, d: 1030, run: 1, far: 1030, between: 1030},
}, attendBlocks...)

// eachRounded calls f with every block at every level, with what the processor
// has beside it and without.
func eachRounded(t *testing.T, f func(t *testing.T, r *rand.Rand, s attendSizes)) {
	eachUnit(func(level string) {
		for n, s := range roundedAttends {
			t.Run(fmt.Sprintf("%s/%d", level, n), func(t *testing.T) { f(t, rand.New(rand.NewPCG(1, uint64(n))), s) })
		}
	})
}

// Products are those of the rounded operands in float64, within n·ε·Σ|x|, and
// n·2⁻¹²⁶, as denormals may become 0.
func TestRoundedAttendIsItsLoops(t *testing.T) {
	eachRounded(t, func(t *testing.T, r *rand.Rand, s attendSizes) {
		for _, p := range []Precision{BF16, Int8} {
			b, w := s.random(r), &Worker{}
			b.Precision = p
			b.Scores(w, &b.q, b.keys(), 0.5)
			for i := range s.rows {
				for j := range b.Seen(i) {
					wantSum(t, b.S[i*b.LD+j], 0.5, s.d, sequence{b.q.Row(i), 1}, sequence{b.k.Row(j), 1})
				}
				require.True(t, allNaN(b.S[i*b.LD+b.LD-5:][:5]), "written beyond the row")
			}
			b.zeroUnseen()
			checkRounded(t, &b, s, w)
		}
	})
}

func checkRounded(t *testing.T, b *attendBlock[float32], s attendSizes, w *Worker) {
	weights, ldc := append([]float32{}, b.S...), s.d+3
	c := make([]float32, s.rows*ldc)
	fillNaN(c)
	b.Gather(w, c, ldc, &b.k, 1, false)
	once := append([]float32{}, c...)
	b.Gather(w, c, ldc, &b.k, 1, true)
	dk := Rows[float32]{Data: make([]float32, s.keys*ldc), Run: 1, Far: ldc, Width: s.d}
	b.Scatter(w, &dk, &b.q, 3, true)
	q, k := inOrder(&b.q, s.rows), inOrder(&b.k, s.keys)
	for i := range s.rows {
		for x := range s.d {
			wantSum(t, once[i*ldc+x], 1, b.Seen(i), sequence{weights[i*b.LD:], 1}, sequence{k[x:], s.d})
			require.Equal(t, 2*once[i*ldc+x], c[i*ldc+x])
		}
		require.True(t, allNaN(c[i*ldc+s.d:][:3]), "written beyond the row")
	}
	for j := range s.keys {
		i := b.firstOf(0, j)
		for x := range s.d {
			seen := sequence{weights[min(i*b.LD+j, len(weights)):], b.LD}
			wantSum(t, dk.Data[j*ldc+x], 3, s.rows-i, seen, sequence{q[i*s.d+x:], s.d})
		}
		require.Equal(t, []float32{0, 0, 0}, dk.Data[j*ldc+s.d:][:3])
	}
}

// sequence is numbers that are step from each other.
type sequence struct {
	data []float32
	step int
}

// inOrder are rows one after another, which are n, and an element more.
func inOrder(rows *Rows[float32], n int) []float32 {
	x := make([]float32, 0, (n+1)*rows.Width)
	for i := range n {
		x = append(x, rows.Row(i)...)
	}
	return x[:cap(x)]
}

// wantSum wants alpha·Σ of n products of rounded pairs.
func wantSum(t *testing.T, got float32, alpha float64, n int, x, y sequence) {
	sum, size := roundedSum(n, x, y)
	bound := alpha * (size*float64(n+8)*0x1p-23 + float64(n)*0x1p-126)
	if !(math.Abs(alpha*sum-float64(got)) <= bound) {
		t.Helper()
		require.InDelta(t, alpha*sum, float64(got), bound)
	}
}

// roundedSum is Σ of n products of rounded pairs, and of their magnitudes. The race
// detector does not watch it: nobody writes when it reads, and it is most of what tests
// of rounded products do.
//
//go:norace
func roundedSum(n int, x, y sequence) (sum, size float64) {
	for i := range n {
		p := float64(RoundBF16(x.data[i*x.step])) * float64(RoundBF16(y.data[i*y.step]))
		sum, size = sum+p, size+math.Abs(p)
	}
	return sum, size
}

func allNaN(x []float32) bool {
	for _, v := range x {
		if v == v {
			return false
		}
	}
	return true
}

// A row alone, with the keys that it sees and no others, gets the same bits,
// though it sees half of a pair of keys.
func TestRoundedAttendRowsAreIndependent(t *testing.T) {
	eachRounded(t, func(t *testing.T, r *rand.Rand, s attendSizes) {
		b, w := s.random(r), &Worker{}
		b.Precision = BF16
		b.Scores(w, &b.q, b.keys(), 0.3)
		scores := append([]float32{}, b.S...)
		b.zeroUnseen()
		c := make([]float32, s.rows*s.d)
		b.Gather(w, c, s.d, &b.k, 1, false)
		for i := range s.rows {
			keys := b.Seen(i)
			alone := Attend[float32]{S: make([]float32, b.LD), LD: b.LD, Rows: 1, Keys: keys, Precision: BF16}
			q, out := b.q, make([]float32, s.d)
			q.First += i
			alone.Scores(w, &q, b.keys(), 0.3)
			require.Equal(t, scores[i*b.LD:][:keys], alone.S[:keys])
			alone.Gather(w, out, s.d, &b.k, 1, false)
			require.Equal(t, c[i*s.d:][:s.d], out)
		}
	})
}

// BF16x3 is Float32, and what is not seen costs no more than in Float32.
func TestRoundedAttendCountsAsFloat32(t *testing.T) {
	eachUnit(func(level string) {
		for n, s := range roundedAttends {
			var counts [4]int
			var results [4][]float32
			for p := Float32; p <= Int8; p++ {
				b := s.random(rand.New(rand.NewPCG(1, uint64(n))))
				b.Precision, b.Count = p, &counts[p]
				b.Scores(&Worker{}, &b.q, b.keys(), 1)
				b.zeroUnseen()
				results[p] = make([]float32, s.rows*s.d)
				b.Gather(&Worker{}, results[p], s.d, &b.k, 1, false)
			}
			require.Equal(t, results[Float32], results[BF16x3], "%s, %d", level, n)
			require.Equal(t, results[BF16], results[Int8], "%s, %d", level, n)
			require.Equal(t, counts[Float32], counts[BF16], "%s, %d", level, n)
		}
	})
}

// Rows of words, of all lengths, wherever they lie; nothing is written beyond
// the vector that a row ends in.
func TestRoundedRows(t *testing.T) {
	if best() < avx512 || !processor.bf16 {
		t.Skip("rows are rounded to words where there is AVX512_BF16")
	}
	r := rand.New(rand.NewPCG(1, 2))
	for n := range lengths(1000) {
		n = max(n, 1) // no row is empty
		rows, step, gap := 1+n%5, n+r.IntN(4), (n+15)/16*16+16
		x, _ := guarded(random[float32](r, rows*step))
		for i := range min(len(x), 40) {
			x[r.IntN(len(x))] = odd[i%len(odd)]
		}
		of := func(i, j int) float32 {
			if i >= rows || j >= n {
				return 0
			}
			return x[i*step+j]
		}
		for _, weave := range []bool{false, true} {
			y, all := guarded(make([]float32, rows*gap))
			f, lines, words := roundRowsBF16AVX512, rows, (n+1)/2
			if weave {
				f, lines, words = weaveRowsBF16AVX512, (rows+1)/2, n
			}
			for i := range y {
				y[i] = -77
			}
			f(unsafe.Pointer(&y[0]), 4*gap, unsafe.Pointer(&x[0]), 4*step, rows, n)
			requireGuards(t, all)
			for i := range rows {
				for j := range gap {
					got, a, b := math.Float32bits(y[i*gap+j]), of(i, 2*j), of(i, 2*j+1)
					if weave {
						a, b = of(2*i, j), of(2*i+1, j)
					}
					switch {
					case i < lines && j < words:
						want := math.Float32bits(RoundBF16(a))>>16 | math.Float32bits(RoundBF16(b))
						require.Equal(t, want, got, "weave %v, %d of %d: row %d, word %d", weave, rows, n, i, j)
					case i >= lines || j >= (words+15)/16*16:
						require.Equal(t, float32(-77), y[i*gap+j], "weave %v, %d of %d: written at row %d, word %d", weave, rows, n, i, j)
					}
				}
			}
		}
	}
}

func TestRoundedAttendAllocatesNothing(t *testing.T) {
	eachUnit(func(level string) {
		for n, s := range roundedAttends {
			b, w := s.random(rand.New(rand.NewPCG(1, uint64(n)))), &Worker{}
			b.Precision = BF16
			c := make([]float32, s.rows*s.d)
			dk := Rows[float32]{Data: make([]float32, s.keys*s.d), Run: 1, Far: s.d, Width: s.d}
			run := func() {
				b.Scores(w, &b.q, b.keys(), 1)
				b.zeroUnseen()
				b.Gather(w, c, s.d, &b.k, 1, false)
				b.Scatter(w, &dk, &b.q, 1, true)
			}
			run()
			require.Zero(t, testing.AllocsPerRun(2, run), "%s, %d", level, n)
		}
	})
}

// The error of each product of a block as in models, against float64.
func TestErrorOfRoundedAttend(t *testing.T) {
	s := attendSizes{rows: 128, keys: 128, d: 64, run: 1, far: 64, between: 64}
	eachUnit(func(level string) {
		b := s.random(rand.New(rand.NewPCG(1, 2)))
		b.Precision = BF16
		b.Scores(&Worker{}, &b.q, b.keys(), 1)
		var wrong, all float64
		for i := range s.rows {
			for j := range s.keys {
				want := dotOf(b.q.Row(i), b.k.Row(j))
				d := float64(b.S[i*b.LD+j]) - want
				wrong, all = wrong+d*d, all+want*want
			}
		}
		rms := math.Sqrt(wrong / all)
		t.Logf("%s: %.2e", level, rms)
		require.Less(t, rms, 2.5e-3)
		require.Greater(t, rms, 1e-3)
	})
}
