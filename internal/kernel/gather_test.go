package kernel

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFirstOutside(t *testing.T) {
	require.Equal(t, -1, FirstOutside([]int{-2, 0, 1}, -2, 1))
	require.Equal(t, 1, FirstOutside([]int{1, 2, -3}, -2, 1))
	require.Equal(t, 2, FirstOutside([]int{1, 1, -3}, -2, 1))
	require.Equal(t, -1, FirstOutside(nil, 0, 0))
}

func TestFlattenTuples(t *testing.T) {
	rows := make([]int, 4)
	tuples := []int{0, 0, 1, -1, -2, 1, 1, 0} // four, into [2, 3]
	require.Equal(t, -1, FlattenTuples(rows, tuples, []int{2, 3}, 2, 6))
	require.Equal(t, []int{0, 5, 1 + 6, 3 + 6}, rows, "the last two are of the second batch")
	require.Equal(t, 5, FlattenTuples(rows, []int{0, 0, 0, 0, 1, 3}, []int{2, 3}, 3, 0))
	require.Equal(t, 0, FlattenTuples(rows[:1], []int{-3, 0}, []int{2, 3}, 1, 0))
}

func TestGatherRows(t *testing.T) {
	for _, inner := range []int{1, 3} {
		const outer, length = 3, 5
		rows := []int{4, -1, 0, -5, 2, 2, 1}
		x := numbers(outer * length * inner)
		var want []int
		for o := range outer {
			for _, r := range rows {
				for j := range inner {
					want = append(want, x[(o*length+(r+length)%length)*inner+j])
				}
			}
		}
		got := make([]int, len(want))
		for lo := 0; lo < outer*len(rows); lo += 4 {
			GatherRows(got, x, rows, length, inner, lo, min(lo+4, outer*len(rows)))
		}
		require.Equal(t, want, got)
	}
}

func TestPermuteRows(t *testing.T) {
	for _, rows := range [][]int{{0, 1, 2}, {2, 0, 1}, {1, 1, 1}, {2, 1, 0}} {
		x := numbers(3 * 4)
		want := make([]int, 12)
		GatherRows(want, x, rows, 3, 4, 0, 3)
		PermuteRows(x, rows, make([]int, 3), 4, 0, 1)
		PermuteRows(x, rows, make([]int, 9), 4, 1, 4)
		require.Equal(t, want, x, "%v", rows)
	}
}

// AddRows, PutRows and ClaimRows against their comments, by columns.
func TestScatterRows(t *testing.T) {
	const length, inner = 4, 5
	rows := []int{3, 0, -1, 0, 2}
	r := rand.New(rand.NewPCG(1, 2))
	x, u := random[float64](r, length*inner), random[float64](r, len(rows)*inner)
	added, set, largest := copyOf(x), copyOf(x), copyOf(x)
	for i, row := range rows {
		for j := range inner {
			at := (row+length)%length*inner + j
			if at/inner != 2 {
				added[at] += u[i*inner+j]
			}
			set[at] = u[i*inner+j]
			largest[at] = max(largest[at], u[i*inner+j])
		}
	}
	add, put, most := copyOf(x), copyOf(x), copyOf(x)
	for lo := range inner {
		AddRows(add, u, rows, length, inner, lo, lo+1, 2)
		PutRows(put, u, rows, length, inner, lo, lo+1, nil)
		PutRows(most, u, rows, length, inner, lo, lo+1, Fold[float64]("max"))
	}
	require.Equal(t, added, add)
	require.Equal(t, set, put)
	require.Equal(t, largest, most)
}

func TestClaimRows(t *testing.T) {
	dx := []int{1, 2, 3, 4, 5, 6} // three rows of two
	du := make([]int, 8)
	ClaimRows(du, dx, []int{2, 0, -1, 0}, 3, 2, 0, 2)
	require.Equal(t, []int{0, 0, 0, 0, 5, 6, 1, 2}, du, "the last writer has the gradient")
	require.Equal(t, []int{0, 0, 3, 4, 0, 0}, dx)
	ClaimRows(nil, dx, []int{1}, 3, 2, 1, 2)
	require.Equal(t, []int{0, 0, 3, 0, 0, 0}, dx)
}

func TestFold(t *testing.T) {
	for reduction, want := range map[string]int{"add": 5, "mul": 6, "max": 3, "min": 2} {
		require.Equal(t, want, Fold[int](reduction)(2, 3))
	}
	require.Nil(t, Fold[int]("none"))
}

// Lines along each axis of an array, into a larger one.
func TestLines(t *testing.T) {
	shape, strides := []int{3, 4, 5}, []int{20, 5, 1}
	ishape, istrides := []int{2, 4, 3}, []int{12, 3, 1}
	for axis := range 3 {
		index := make([]int, 24)
		for p := range index {
			index[p] = p*7%(2*shape[axis]) - shape[axis]
		}
		others := append([]int{}, ishape...)
		others[axis] = 1
		l := Lines{Others: NewBox(others, strides, istrides).Points(), Count: ishape[axis], Pitch: istrides[axis],
			Length: shape[axis], Stride: strides[axis]}
		if axis < 2 {
			l.Others = NewBox(others, strides, istrides)
		}
		x, u := numbers(60), numbers(24)
		gathered, put, added := make([]int, 24), numbers(60), numbers(60)
		everyIndex(ishape, func(i []int) {
			p, to := dot(i, istrides), append([]int{}, i...)
			to[axis] = (index[p] + shape[axis]) % shape[axis]
			gathered[p] = x[dot(to, strides)]
			put[dot(to, strides)] = u[p]
			added[dot(to, strides)] += u[p]
		})
		y, z, s := make([]int, 24), numbers(60), numbers(60)
		for row := range l.Others.Rows() {
			for lo := range l.Others.Row() {
				GatherLines(y, x, index, &l, row, lo, lo+1)
				PutLines(z, u, index, &l, row, lo, lo+1, nil)
				PutLines(s, u, index, &l, row, lo, lo+1, Fold[int]("add"))
			}
		}
		require.Equal(t, gathered, y, "axis %d", axis)
		require.Equal(t, put, z, "axis %d", axis)
		require.Equal(t, added, s, "axis %d", axis)
	}
}

func TestClaimLines(t *testing.T) {
	l := Lines{Others: NewBox(nil, nil, nil), Count: 4, Pitch: 1, Length: 3, Stride: 1}
	dx, du := []int{1, 2, 3}, make([]int, 4)
	ClaimLines(du, dx, []int{2, 0, -1, 0}, &l, 0, 0, 1)
	require.Equal(t, []int{0, 0, 3, 1}, du, "the last writer has the gradient")
	require.Equal(t, []int{0, 2, 0}, dx)
	ClaimLines(nil, dx, []int{1, 1, 1, 1}, &l, 0, 0, 1)
	require.Equal(t, []int{0, 0, 0}, dx)
}

func TestMark(t *testing.T) {
	y := make([]bool, 2*3*2)
	ids := []int{0, 2, -1, 7} // [2, 2], 7 is outside
	Mark(y, ids, true, 3, 2, 0, 3)
	Mark(y, ids, true, 3, 2, 3, 4)
	require.Equal(t, []bool{true, false, false, false, false, true, false, false, false, false, true, false}, y)
}

func TestTriangle(t *testing.T) {
	const m, n = 3, 4
	for k := -5; k <= 5; k++ {
		for _, upper := range []bool{false, true} {
			x := numbers(2 * m * n)
			want := make([]int, len(x))
			for p := range x {
				if d := p%n - p/n%m; upper && d >= k || !upper && d <= k {
					want[p] = x[p]
				}
			}
			y := make([]int, len(x))
			Triangle(y, x, m, n, k, upper, 0, 4)
			Triangle(y, x, m, n, k, upper, 4, 6)
			require.Equal(t, want, y)
			Triangle(x, x, m, n, k, upper, 0, 6)
			require.Equal(t, want, x, "in place")
		}
	}
}

func copyOf[T any](x []T) []T { return append([]T{}, x...) }

// The gradient of an embedding and the forward of a pick, per element.
func BenchmarkScatter(b *testing.B) {
	const vocab, hidden, n = 5000, 768, 2048
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i * 7919 % vocab
	}
	x, u := make([]float32, vocab*hidden), make([]float32, n*hidden)
	for _, width := range []int{64, 768} {
		b.Run(fmt.Sprintf("rows by %d columns", width), func(b *testing.B) {
			for b.Loop() {
				for lo := 0; lo < hidden; lo += width {
					AddRows(x, u, rows, vocab, hidden, lo, lo+width, -1)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(n*hidden), "ns/element")
		})
	}
	l := Lines{Others: NewBox([]int{n}, []int{hidden}, []int{1}).Points(), Count: 1, Pitch: 1, Length: hidden, Stride: 1}
	index := make([]int, n)
	b.Run("one of a line", func(b *testing.B) {
		for b.Loop() {
			for row := range n {
				GatherLines(u, x, index, &l, row, 0, 1)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/element")
	})
	w := Lines{Others: NewBox([]int{n}, []int{1}, []int{1}), Count: 100, Pitch: n, Length: 100, Stride: n}
	many := make([]int, 100*n)
	for i := range many {
		many[i] = i % 100
	}
	b.Run("lines in columns, added", func(b *testing.B) {
		for b.Loop() {
			PutLines(x[:100*n], u[:100*n], many, &w, 0, 0, n, Fold[float32]("add"))
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(100*n), "ns/element")
	})
}
