//go:build !noasm

package kernel

import "unsafe"

// The functions below call the kernels of level neon, which know whole panels
// only: what is narrower goes through memory aside.

const (
	neonRows    = 6
	neonColumns = 16
)

func mulColumns(_ level, rows int, m *micro) { mulNEON(byColumns, neonColumns, rows, m) }
func mulRows(_ level, rows int, m *micro)    { mulNEON(byRows, neonColumns, rows, m) }
func mulStrided(_ level, rows int, m *micro) { mulStridedNEON(rows, m) }
func dots(l level, rows int, m *micro)       { mulNEON(byDots, l.lanes()/rows, rows, m) }

// by is a kind of kernel. It is no function because what one is called with would
// escape to the heap.
type by int

const (
	byColumns by = iota
	byRows
	byDots
)

func (b by) call(rows int, m *micro) {
	switch b {
	case byColumns:
		mulColumnsNEON(rows, m)
	case byRows:
		mulRowsNEON(rows, m)
	case byDots:
		dotNEON(rows, m)
	}
}

// mulNEON multiplies with a kernel that makes so many columns.
func mulNEON(b by, columns, rows int, m *micro) {
	if m.n == columns {
		b.call(rows, m)
		return
	}
	var c [neonRows * neonColumns]float32
	var bias [neonColumns]float32
	wide := *m
	wide.c, wide.cRow = unsafe.Pointer(&c), 4*neonColumns
	if m.bias != nil {
		wide.bias = unsafe.Pointer(&bias)
		copy(bias[:], unsafe.Slice((*float32)(m.bias), m.n))
	}
	for i := range rows * m.keep {
		copy(c[i*neonColumns:], m.rowOfC(i))
	}
	b.call(rows, &wide)
	for i := range rows {
		copy(m.rowOfC(i), c[i*neonColumns:])
	}
}

// rowOfC is the columns of a row that are wanted.
func (m *micro) rowOfC(i int) []float32 {
	return unsafe.Slice((*float32)(unsafe.Add(m.c, i*m.cRow)), m.n)
}

func transpose(_ level, dst unsafe.Pointer, dstStep int, src unsafe.Pointer, p *places, k int) {
	transposeNEON(dst, dstStep, src, (*[8]int)(p[:]), k)
}

func copyRows(_ level, dst, src unsafe.Pointer, srcStep, k, n int) {
	if n == neonColumns {
		copyRowsNEON(dst, src, srcStep, k)
		return
	}
	for range k {
		row := unsafe.Slice((*float32)(dst), neonColumns)
		clear(row[copy(row, unsafe.Slice((*float32)(src), n)):])
		dst, src = unsafe.Add(dst, 4*neonColumns), unsafe.Add(src, srcStep)
	}
}

func copyColumns(_ level, dst unsafe.Pointer, dstPanel, height, panels int, src unsafe.Pointer, srcStep, k int) {
	copyColumnsNEON(height, dst, dstPanel, panels, src, srcStep, k)
}
