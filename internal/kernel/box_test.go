package kernel

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// everyIndex calls f with each index of shape, in row-major order.
func everyIndex(shape []int, f func(i []int)) {
	n := 1
	for _, d := range shape {
		n *= d
	}
	at := make([]int, len(shape))
	for p := range n {
		for a := len(shape) - 1; a >= 0; a-- {
			at[a] = p % shape[a]
			p /= shape[a]
		}
		f(at)
	}
}

func dot(a, b []int) (s int) {
	for i := range a {
		s += a[i] * b[i]
	}
	return s
}

func numbers(n int) []int {
	x := make([]int, n)
	for i := range x {
		x[i] = i
	}
	return x
}

var boxes = []struct {
	shape, to, from    []int
	toStart, fromStart int
	merged             []int
}{
	{[]int{}, []int{}, []int{}, 3, 4, []int{1}},
	{[]int{1, 1}, []int{9, 9}, []int{9, 9}, 0, 0, []int{1}},
	{[]int{2, 3, 4}, []int{12, 4, 1}, []int{12, 4, 1}, 0, 0, []int{24}},
	{[]int{2, 3, 4}, []int{12, 4, 1}, []int{4, 8, 1}, 0, 0, []int{2, 3, 4}}, // middle axes swapped
	{[]int{2, 3, 4}, []int{12, 4, 1}, []int{3, 1, 6}, 0, 0, []int{6, 4}},    // rotated
	{[]int{2, 1, 4}, []int{4, 4, 1}, []int{20, 7, 1}, 1, 5, []int{2, 4}},    // a slice
	{[]int{3, 4, 5}, []int{20, 5, 1}, []int{5, 0, 1}, 0, 0, []int{3, 4, 5}}, // broadcast in the middle
	{[]int{3, 4, 5}, []int{20, 5, 1}, []int{1, 0, 0}, 0, 0, []int{3, 20}},   // and over rows
	{[]int{2, 5}, []int{5, 1}, []int{10, -2}, 0, 9, []int{10}},              // backwards by two: 9 7 5 3 1, 19 17 …
	{[]int{4, 3}, []int{3, 1}, []int{-6, 1}, 2, 20, []int{4, 3}},            // rows backwards
	{[]int{2, 2, 2, 2}, []int{8, 4, 2, 1}, []int{1, 2, 4, 8}, 0, 0, []int{2, 2, 2, 2}},
}

func TestCopyRows(t *testing.T) {
	for _, c := range boxes {
		b := NewBox(c.shape, c.to, c.from)
		if c.from != nil && fmt.Sprint(c.from) != "[10 -2]" {
			require.Equal(t, c.merged, b.Shape, "%+v", c)
		}
		b.ToStart, b.FromStart = c.toStart, c.fromStart
		x := numbers(64)
		want := make([]int, 64)
		everyIndex(c.shape, func(i []int) { want[c.toStart+dot(i, c.to)] = x[c.fromStart+dot(i, c.from)] })
		for _, b := range []Box{b, b.Points()} {
			got := make([]int, 64)
			for lo := 0; lo < b.Rows(); lo += 3 { // pieces that begin anywhere
				CopyRows(got, x, &b, make([]int, len(b.Shape)), lo, min(lo+3, b.Rows()))
			}
			require.Equal(t, want, got, "%+v", c)
			got = make([]int, 64)
			for row := range b.Rows() {
				CopyPart(got, x, &b, row, 0, b.Row()/2)
				CopyPart(got, x, &b, row, b.Row()/2, b.Row())
			}
			require.Equal(t, want, got, "%+v", c)
		}
	}
}

func TestTranspose(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, size := range [][2]int{{1, 1}, {1, 9}, {9, 1}, {3, 3}, {4, 4}, {16, 16}, {17, 35}, {50, 6}, {33, 64}} {
		m, n := size[0], size[1]
		ldy, ldx := n+2, m+3
		x := random[float32](r, n*ldx)
		y, want := make([]float32, m*ldy), make([]float32, m*ldy)
		for i := range m {
			for j := range n {
				want[i*ldy+j] = x[j*ldx+i]
			}
		}
		Transpose(y[:(m-1)*ldy+n], x[:(n-1)*ldx+m], m, n, ldy, ldx) // no more memory than is needed
		require.Equal(t, want, y, "%d×%d", m, n)
	}
}

func BenchmarkTranspose(b *testing.B) {
	for _, n := range []int{64, 500, 512, 1024} {
		x, y := make([]float32, n*n), make([]float32, n*n)
		b.Run(fmt.Sprintf("float32/%d", n), func(b *testing.B) {
			b.SetBytes(int64(8 * n * n))
			for b.Loop() {
				Transpose(y, x, n, n, n, n)
			}
		})
		b.Run(fmt.Sprintf("copy/%d", n), func(b *testing.B) {
			b.SetBytes(int64(8 * n * n))
			for b.Loop() {
				copy(y, x)
			}
		})
	}
}

// Heads: [batch, seq, heads, d] to [batch, heads, seq, d].
func BenchmarkCopyRows(b *testing.B) {
	const batch, seq, heads = 4, 128, 12
	for _, d := range []int{2, 16, 64} {
		x, y := make([]float32, batch*seq*heads*d), make([]float32, batch*seq*heads*d)
		box := NewBox([]int{batch, heads, seq, d}, []int{heads * seq * d, seq * d, d, 1}, []int{seq * heads * d, d, heads * d, 1})
		at := make([]int, 4)
		b.Run(fmt.Sprintf("heads/%d", d), func(b *testing.B) {
			b.SetBytes(int64(8 * len(x)))
			for b.Loop() {
				CopyRows(y, x, &box, at, 0, box.Rows())
			}
		})
	}
}
