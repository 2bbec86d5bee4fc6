package kernel

import (
	"fmt"
	"unsafe"
)

// Packed is op(B), K×N, in the form that products of a precision read it in.
// Products share one; nothing changes it but Pack.
type Packed struct {
	precision Precision
	form      form
	level     level
	k, n      int
	width     int
	depth     int
	words     []uint32
}

// NewPacked has room for op(B), K×N with neither 0, or is nil where there is no
// such form: what rounds nothing is packed by assembly alone.
func NewPacked(p Precision, k, n int) *Packed {
	if formOf(p, true) == asTheyAre && current == plain {
		return nil
	}
	q := planPacked(p, k, n)
	q.words = alignedWords(q.size())
	return q
}

// planPacked has no room yet.
func planPacked(p Precision, k, n int) *Packed {
	f := formOf(p, true)
	q := &Packed{precision: p, form: f, level: current, k: k, n: n, depth: f.depth(k)}
	_, q.width = f.tile()
	return q
}

// size is how many words it takes.
func (q *Packed) size() (words int) {
	for from := 0; from < q.k; from += q.depth {
		words += q.panels() * q.panelBytes(min(q.depth, q.k-from)) / 4
	}
	return words
}

// alignedWords are n words from a cache line on.
func alignedWords(n int) []uint32 {
	w := make([]uint32, n+line/4)
	skip := (-uintptr(unsafe.Pointer(&w[0])) & (line - 1)) / 4
	return w[skip:][:n:n]
}

// Precision is what it was made for.
func (q *Packed) Precision() Precision { return q.precision }

// Bytes is its size.
func (q *Packed) Bytes() int { return 4 * len(q.words) }

func (q *Packed) panels() int { return ceil(q.n, q.width) }

// panelBytes is the size of a panel of a part of k.
func (q *Packed) panelBytes(k int) int {
	n := 4 * q.width * q.form.words(k)
	if q.form.quantised() {
		n += int(unsafe.Sizeof(columnQuanta{}))
	}
	return n
}

// panel is where columns from j on lie, of the part of k from k on.
func (q *Packed) panel(k, j int) unsafe.Pointer {
	before := k / q.depth * q.panels() * q.panelBytes(q.depth)
	return unsafe.Pointer(&q.words[(before+j/q.width*q.panelBytes(min(q.depth, q.k-k)))/4])
}

// Pack fills it from b, K×N with rows ld apart, or N×K if trans, on all workers
// of a team. No product may be reading it.
func (q *Packed) Pack(t *Team, b []float32, ld int, trans bool) {
	m := matrix32{b, ld, trans}
	q.checkFor(m)
	t.For(q.panels(), 1, func(w *Worker, lo, hi int) {
		for i := lo; i < hi; i++ {
			q.pack(w, m, i*q.width)
		}
	})
}

// checkFor panics if a matrix is smaller than what is to be packed of it.
func (q *Packed) checkFor(b matrix32) {
	rows, columns := turnedIf(b.trans, q.k, q.n)
	if need := (rows-1)*b.ld + columns; len(b.x) < need {
		panic(fmt.Sprintf("kernel: %d elements of B, want %d", len(b.x), need))
	}
}

// pack fills all panels of some columns.
func (q *Packed) pack(w *Worker, b matrix32, j int) {
	n := min(q.width, q.n-j)
	if q.form == asTheyAre {
		b.packPanel(q.panel(0, j), j, q.k, n)
		return
	}
	columns := b.quantaOf(q, j, n)
	var p places
	for k := 0; k < q.k; k += q.depth {
		dst, depth := q.panel(k, j), min(q.depth, q.k-k)
		switch q.form {
		case bf16Words:
			b.packBF16(dst, &p, k, j, [2]int{depth, n})
			continue
		case bf16Tiles, bf16x3Tiles:
			b.packForTiles(w, q.form, dst, k, j, [2]int{depth, n})
			continue
		case int8Words, int8Tiles:
			b.packBytes(q.form, dst, columns, k, j, [2]int{depth, n})
			continue
		}
		panel := unsafe.Slice((*float32)(dst), depth*q.width)
		b.packFloats(panel, k, j, [3]int{n, q.width, depth})
		if q.form == bf16Floats {
			roundBF16(panel)
			continue
		}
		for at := range panel {
			s := columns[at%q.width]
			panel[at] = float32(s.signed(panel[at])) * s.scale
		}
	}
}

// check panics unless it was made for products of a precision and of these sizes.
func (q *Packed) check(p Precision, k, n int) {
	if q.form != formOf(p, true) || q.level != current || q.k != k || q.n != n {
		panic("kernel: B was packed for another product")
	}
}

// turnedIf is rows and columns in memory.
func turnedIf(trans bool, rows, columns int) (int, int) {
	if trans {
		return columns, rows
	}
	return rows, columns
}
