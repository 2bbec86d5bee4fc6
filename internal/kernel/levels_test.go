package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// What moves numbers, and what makes random ones, has the same bits at every
// level.
func TestLoopsAtEveryLevel(t *testing.T) {
	for _, l := range levels() {
		t.Run(l.String(), func(t *testing.T) {
			atLevel(l, func() {
				for name, test := range map[string]func(*testing.T){
					"CopyRows": TestCopyRows, "Transpose": TestTranspose, "Descents": TestDescents,
					"SquaredNorm": TestSquaredNorm, "Drop": TestDropIsItsComment, "DropKeepsNaN": TestDropKeepsNaN,
					"Bits": TestBitsDoNotDependOnHowTheyAreCut, "StreamMapping": TestStreamMapping,
					"DropStatistics": TestDropStatistics, "Rotary": TestRotate,
				} {
					t.Run(name, test)
				}
			})
		})
	}
}

func TestBitsAreTheSameAtEveryLevel(t *testing.T) {
	const most = 1000
	for _, first := range []uint64{0, 1, 2, 3, 4 * 77, 4 * (1<<32 - 3), 1<<63 + 5} {
		s := NewStream(first+1, 2, 3)
		want := make([]uint32, most)
		atLevel(plain, func() { s.Bits(want, first) })
		for _, l := range levels() {
			atLevel(l, func() {
				for n := range most + 1 {
					got := make([]uint32, n+1)
					got[n] = 77
					s.Bits(got[:n], first)
					require.Equal(t, want[:n], got[:n], "%v, %d from %d", l, n, first)
					require.Equal(t, uint32(77), got[n])
				}
			})
		}
	}
}

func TestDropsAreTheSameAtEveryLevel(t *testing.T) {
	const most = 1000
	r := rand.New(rand.NewPCG(1, 2))
	x := random[float32](r, most)
	for i := range x[:100] {
		x[3*i] = odd[i%len(odd)]
	}
	for _, p := range []float64{0, 1e-10, 0.1, 0.5, 0.9, 1} {
		for first := range uint64(5) {
			d := NewDrops(NewStream(1, 2, 3), p)
			want, factors := make([]float32, most), make([]float32, most)
			atLevel(plain, func() {
				Drop(want, x, d, first)
				DropFactors(factors, d, first)
			})
			for _, l := range levels() {
				atLevel(l, func() {
					for n := range most + 1 {
						y, m := make([]float32, n+1), make([]float32, n+1)
						y[n], m[n] = 77, 77
						Drop(y[:n], x[:n], d, first)
						DropFactors(m[:n], d, first)
						message := fmt.Sprintf("%v, p %v, %d from %d", l, p, n, first)
						requireSameBits(t, want[:n], y[:n], message)
						requireSameBits(t, factors[:n], m[:n], message)
						require.Equal(t, [2]float32{77, 77}, [2]float32{y[n], m[n]}, message)
					}
				})
			}
		}
	}
}

// CopyRows and Transpose write nothing else, from wherever the memory begins.
func TestMovesWriteNothingElse(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, l := range levels() {
		atLevel(l, func() {
			for n := 1; n <= 1000; n++ {
				rows, step, from := 1+r.IntN(6), n+r.IntN(3), r.IntN(5)
				x, y := random[float32](r, from+rows*step), make([]float32, from+2*rows*step)
				want := append([]float32{}, y...)
				for i := range rows {
					copy(want[from+2*i*step:][:n], x[from+i*step:])
				}
				b := Box{Shape: []int{rows, n}, To: []int{2 * step, 1}, From: []int{step, 1}, ToStart: from, FromStart: from}
				CopyRows(y, x, &b, make([]int, 2), 0, rows)
				require.Equal(t, want, y, "%v, %d × %d", l, rows, n)
			}
			for size := 1; size <= 1000; size++ { // each as rows or as columns, by turns
				m, n, from := size, 1+r.IntN(70), r.IntN(5)
				if size%2 == 0 {
					m, n = n, m
				}
				ldy, ldx := n+r.IntN(3), m+r.IntN(3)
				x, y := random[float32](r, from+n*ldx), make([]float32, from+m*ldy)
				want := append([]float32{}, y...)
				for i := range m {
					for j := range n {
						want[from+i*ldy+j] = x[from+j*ldx+i]
					}
				}
				Transpose(y[from:], x[from:], m, n, ldy, ldx)
				require.Equal(t, want, y, "%v, %d × %d", l, m, n)
			}
		})
	}
}

func TestFill(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 1000, filled - 1, filled, filled + 1, 3*filled + 7} {
		x := make([]float32, n)
		Fill(x, 3)
		for _, v := range x {
			require.Equal(t, float32(3), v)
		}
	}
}

// ulp is the spacing of float32 at 1, half of which is the rounding error.
const ulp = 0x1p-23

// Sums are within their bound of float64's, and extremes are exact.
func TestSumsAndExtremesAtEveryLevel(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	x, y := random[float32](r, 20000), random[float32](r, 20000)
	for _, l := range levels() {
		atLevel(l, func() {
			for n := range 1003 {
				checkSums(t, x[n:2*n], y[:n])
			}
			checkSums(t, x, y)
		})
	}
}

func checkSums(t *testing.T, x, y []float32) {
	t.Helper()
	var sum, size, square, product, products64 float64
	top, low := math.Inf(-1), math.Inf(1)
	for i, v := range x {
		a, b := float64(v), float64(y[i])
		sum, size = sum+a, size+math.Abs(a)
		square += (a - 0.5) * (a - 0.5)
		product, products64 = product+a*b, products64+math.Abs(a*b)
		top, low = max(top, a), min(low, a)
	}
	const steps = 150 * ulp / 2 // additions that follow one another
	require.InDelta(t, sum, float64(Sum(x)), steps*size)
	require.InDelta(t, square, float64(squares(x, 0.5)), 4*steps*square)
	require.InDelta(t, product, float64(products(x, y)), steps*products64)
	require.InDelta(t, 0, SquaredNorm(x)-SquaredNorm(wide(x)), 1e-12*square)
	if len(x) == 0 {
		return
	}
	require.Equal(t, [2]float32{float32(top), float32(low)}, [2]float32{Max(x), Min(x)})
	odd := clone(x)
	odd[len(x)/2] = float32(math.NaN())
	require.True(t, math.IsNaN(float64(Max(odd))) && math.IsNaN(float64(Min(odd))) && math.IsNaN(float64(Sum(odd))))
	inf := float32(math.Inf(1))
	odd[len(x)/2] = inf
	require.Equal(t, inf, Max(odd))
	odd[len(x)/2] = -inf
	require.Equal(t, -inf, Min(odd))
}

func wide(x []float32) []float64 {
	w := make([]float64, len(x))
	for i, v := range x {
		w[i] = float64(v)
	}
	return w
}
