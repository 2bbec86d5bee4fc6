package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// attendSizes is a block of attention and how its rows lie in memory.
type attendSizes struct {
	rows, keys, d      int
	first, run, shift  int // see Attend
	causal             bool
	near, far, between int // of the rows; from a key to the next
}

var attendBlocks = []attendSizes{
	{rows: 1, keys: 1, d: 1, run: 1, far: 1, between: 1},
	{rows: 1, keys: 37, d: 64, run: 8, near: 64, far: 512, between: 64},
	{rows: 8, keys: 100, d: 20, run: 8, near: 25, far: 200, between: 21},
	{rows: 13, keys: 32, d: 32, run: 1, far: 32, between: 32},
	{rows: 64, keys: 64, d: 32, run: 1, shift: 1, causal: true, far: 130, between: 129},
	{rows: 70, keys: 90, d: 33, first: 5, run: 3, shift: 40, causal: true, near: 40, far: 131, between: 33},
	{rows: 29, keys: 50, d: 80, first: 9, run: 7, shift: -3, causal: true, near: 80, far: 560, between: 80},
	{rows: 128, keys: 256, d: 64, first: 128, run: 1, shift: 1, causal: true, far: 768, between: 768},
	{rows: 5, keys: 3, d: 7, run: 1, shift: -9, causal: true, far: 7, between: 7},
}

// attendBlock is a random block: all that is not an element is NaN.
type attendBlock[T Float] struct {
	Attend[T]
	q, k Rows[T]
}

func (s attendSizes) random(r *rand.Rand) attendBlock[float32] { return randomAttend[float32](r, s) }

func randomAttend[T Float](r *rand.Rand, s attendSizes) attendBlock[T] {
	lines := func(n int, rows Rows[T]) Rows[T] {
		rows.Data = make([]T, rows.At(n-1)+s.d)
		fillNaN(rows.Data)
		for i := range n {
			copy(rows.Row(i), random[T](r, s.d))
		}
		return rows
	}
	ld := ceil(s.keys, AttendRound)*AttendRound + 5
	b := attendBlock[T]{Attend: Attend[T]{
		S: make([]T, s.rows*ld), LD: ld, Rows: s.rows, Keys: s.keys, Causal: s.causal, First: s.first, Run: s.run, Shift: s.shift,
	}}
	b.q = lines(s.rows, Rows[T]{First: s.first, Run: s.run, Near: s.near, Far: s.far, Width: s.d})
	b.k = lines(s.keys, Rows[T]{Run: 1, Far: s.between, Width: s.d})
	fillNaN(b.S)
	return b
}

// keys are the rows of k as they lie.
func (b *attendBlock[T]) keys() *Keys[T] {
	k := KeysOf(&b.k)
	return &k
}

// Packed keys give the same bits.
func TestScoresOfPackedKeys(t *testing.T) {
	eachUnit(func(level string) {
		for n, s := range roundedAttends {
			for _, p := range []Precision{Float32, BF16} {
				b, w := s.random(rand.New(rand.NewPCG(1, uint64(n)))), &Worker{}
				b.Precision = p
				b.Scores(w, &b.q, b.keys(), 0.5)
				want := append([]float32{}, b.S...)
				memory, all := guarded(make([]float32, PackedKeys(s.keys, s.d)))
				packed := b.Pack(w, memory, &b.k).Or(&b.k)
				requireGuards(t, all)
				fillNaN(b.S)
				b.Scores(w, &b.q, &packed, 0.5)
				for i := range s.rows {
					requireSame(t, want[i*b.LD:][:b.Seen(i)], b.S[i*b.LD:][:b.Seen(i)])
				}
			}
		}
	})
}

func fillNaN[T Float](x []T) {
	for i := range x {
		x[i] = T(math.NaN())
	}
}

// zeroUnseen is what Gather and Scatter want of S.
func (b *attendBlock[T]) zeroUnseen() {
	for i := range b.Rows {
		clear(b.S[i*b.LD:][b.Seen(i):b.Most()])
	}
}

func eachAttend(t *testing.T, f func(t *testing.T, r *rand.Rand, s attendSizes)) {
	for _, l := range levels() {
		for n, s := range attendBlocks {
			t.Run(fmt.Sprintf("%v/%d", l, n), func(t *testing.T) {
				atLevel(l, func() { f(t, rand.New(rand.NewPCG(1, uint64(n))), s) })
			})
		}
	}
}

func TestAttendIsItsLoops(t *testing.T) {
	eachAttend(t, func(t *testing.T, r *rand.Rand, s attendSizes) {
		checkAttend(t, randomAttend[float32](r, s), s, 1e-5)
		checkAttend(t, randomAttend[float64](r, s), s, 1e-13)
	})
}

func checkAttend[T Float](t *testing.T, b attendBlock[T], s attendSizes, tolerance float64) {
	w := &Worker{}
	b.Scores(w, &b.q, b.keys(), 0.5)
	for i := range s.rows {
		for j := range b.Seen(i) {
			require.InDelta(t, 0.5*dotOf(b.q.Row(i), b.k.Row(j)), float64(b.S[i*b.LD+j]), tolerance*float64(s.d), "score %d %d", i, j)
		}
		for j := b.LD - 5; j < b.LD; j++ {
			require.True(t, math.IsNaN(float64(b.S[i*b.LD+j])), "written beyond the row")
		}
	}
	b.zeroUnseen()
	ldc := s.d + 3
	c := make([]T, s.rows*ldc)
	fillNaN(c)
	b.Gather(w, c, ldc, &b.k, 3, false)
	b.Gather(w, c, ldc, &b.k, -1, true)
	dk := Rows[T]{Data: make([]T, s.keys*ldc), Run: 1, Far: ldc, Width: s.d}
	fillNaN(dk.Data)
	b.Scatter(w, &dk, &b.q, 3, false)
	b.Scatter(w, &dk, &b.q, -2, true)
	wantGathered(t, &b, c, ldc, tolerance)
	for j := range s.keys {
		for x := range ldc {
			if x >= s.d || j >= b.Most() {
				require.True(t, math.IsNaN(float64(dk.Data[j*ldc+x])), "written beyond")
				continue
			}
			sum := 0.0
			for i := range s.rows {
				if b.Seen(i) > j {
					sum += float64(b.S[i*b.LD+j]) * float64(b.q.Row(i)[x])
				}
			}
			require.InDelta(t, sum, float64(dk.Data[j*ldc+x]), tolerance*float64(10*s.rows))
		}
	}
}

func wantGathered[T Float](t *testing.T, b *attendBlock[T], c []T, ldc int, tolerance float64) {
	for i := range b.Rows {
		for x := range ldc {
			got := float64(c[i*ldc+x])
			if x >= b.q.Width {
				require.True(t, math.IsNaN(got), "written beyond the row")
				continue
			}
			sum := 0.0
			for j := range b.Seen(i) {
				sum += 2 * float64(b.S[i*b.LD+j]) * float64(b.k.Row(j)[x])
			}
			require.InDelta(t, sum, got, tolerance*float64(10*b.Keys))
		}
	}
}

func dotOf[T Float](x, y []T) (sum float64) {
	for i := range x {
		sum += float64(x[i]) * float64(y[i])
	}
	return sum
}

// A row alone, with the keys that it sees and no others, gets the same bits.
func TestAttendRowsAreIndependent(t *testing.T) {
	eachAttend(t, func(t *testing.T, r *rand.Rand, s attendSizes) {
		b, w := s.random(r), &Worker{}
		b.Scores(w, &b.q, b.keys(), 0.3)
		b.zeroUnseen()
		c := make([]float32, s.rows*s.d)
		b.Gather(w, c, s.d, &b.k, 1, false)
		for i := range s.rows {
			keys := b.Seen(i)
			alone := Attend[float32]{S: make([]float32, b.LD), LD: b.LD, Rows: 1, Keys: keys}
			q, out := b.q, make([]float32, s.d)
			q.First += i
			alone.Scores(w, &q, b.keys(), 0.3)
			require.Equal(t, b.S[i*b.LD:][:keys], alone.S[:keys])
			alone.Gather(w, out, s.d, &b.k, 1, false)
			require.Equal(t, c[i*s.d:][:s.d], out)
		}
	})
}

// What a causal block does not see costs little.
func TestAttendSkipsWhatIsHidden(t *testing.T) {
	for _, l := range levels() {
		atLevel(l, func() {
			n, full := 0, 0
			for _, causal := range []bool{true, false} {
				b := attendSizes{rows: 128, keys: 128, d: 64, run: 1, shift: 1, causal: causal, far: 64, between: 64}.random(rand.New(rand.NewPCG(1, 2)))
				b.Count = &n
				if !causal {
					b.Count = &full
				}
				b.Scores(&Worker{}, &b.q, b.keys(), 1)
				b.zeroUnseen()
				b.Gather(&Worker{}, make([]float32, 128*64), 64, &b.k, 1, false)
				dk := Rows[float32]{Data: make([]float32, 128*64), Run: 1, Far: 64, Width: 64}
				b.Scatter(&Worker{}, &dk, &b.q, 1, true)
			}
			require.Equal(t, 3*128*128*64, full)
			require.Less(t, float64(n), 0.63*float64(full), "of a block on the diagonal, half of which is seen")
		})
	}
}

// A causal pass over 1024 positions, in blocks of 128 rows and 256 keys, costs
// little more than half of a full one.
func TestAttendOfACausalPassIsHalf(t *testing.T) {
	const seq, rows, keys, d = 1024, 128, 256, 8
	for _, l := range levels() {
		n := 0
		atLevel(l, func() {
			for first := 0; first < seq; first += rows {
				for from := 0; from < first+rows; from += keys {
					s := attendSizes{rows: rows, keys: keys, d: d, first: first, run: 1, shift: 1 - from, causal: true, far: d, between: d}
					b := s.random(rand.New(rand.NewPCG(1, 2)))
					b.Count = &n
					b.Scores(&Worker{}, &b.q, b.keys(), 1)
					b.zeroUnseen()
					b.Gather(&Worker{}, make([]float32, rows*d), d, &b.k, 1, false)
					dk := Rows[float32]{Data: make([]float32, keys*d), Run: 1, Far: d, Width: d}
					b.Scatter(&Worker{}, &dk, &b.q, 1, true)
				}
			}
		})
		share := float64(n) / (3 * seq * seq * d)
		t.Logf("%v: %.3f", l, share)
		require.Less(t, share, 0.54)
	}
}
