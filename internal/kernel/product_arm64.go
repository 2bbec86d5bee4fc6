//go:build !noasm

package kernel

import "unsafe"

// The functions below call the kernels of level neon, which know whole panels
// only: what is narrower goes through memory aside.

const (
	neonRows    = 6
	neonColumns = 16
)

func mulColumns(_ level, rows int, m *micro) { mulNEON(byColumns, rows, m) }
func mulRows(_ level, rows int, m *micro)    { mulNEON(byRows, rows, m) }
func mulStrided(_ level, rows int, m *micro) { mulStridedNEON(rows, m) }
func mulTurned(level, int, *micro)           { panic(noTurned) }

// noTurned: Bᵀ is always packed.
const noTurned = "kernel: no kernels for Bᵀ in place at this level"

// by is a kind of kernel. It is no function because what one is called with would
// escape to the heap.
type by int

const (
	byColumns by = iota
	byRows
)

func (b by) call(rows int, m *micro) {
	switch b {
	case byColumns:
		mulColumnsNEON(rows, m)
	case byRows:
		mulRowsNEON(rows, m)
	}
}

// mulNEON multiplies with a kernel.
func mulNEON(b by, rows int, m *micro) {
	if m.n == neonColumns {
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
		copy(c[i*neonColumns:], m.row(m.c, i*m.cRow))
	}
	var sums [neonRows * neonColumns]float32
	if m.sums != nil {
		wide.sums, wide.sumsRow = unsafe.Pointer(&sums), 4*neonColumns
		for i := range rows {
			copy(sums[i*neonColumns:], m.row(m.sums, i*m.sumsRow))
		}
	}
	b.call(rows, &wide)
	for i := range rows {
		copy(m.row(m.c, i*m.cRow), c[i*neonColumns:])
	}
}

// row is the columns of a row that are wanted.
func (m *micro) row(of unsafe.Pointer, offset int) []float32 {
	return unsafe.Slice((*float32)(unsafe.Add(of, offset)), m.n)
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
