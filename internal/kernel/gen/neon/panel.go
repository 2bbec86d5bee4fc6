package main

import "fmt"

// layout says how a kernel finds the elements of A.
type layout int

const (
	columns layout = iota // (i, k) at a + 4·i + k·aStep: packed, or Aᵀ in place
	rows                  // (i, k) at a + i·aRow + 4·k: A in place
	strided               // (i, k) at a + i·aRow + k·aStep: up to three rows
)

// String is what names of functions have.
func (l layout) String() string { return [...]string{"Columns", "Rows", "Strided"}[l] }

// The largest tile, and that of the strided kernels, whose width is double.
const (
	mostRows = 6
	fewRows  = 3
	width    = 4 // vectors
)

// product writes the matrix product. Its shapes are AVX2's, two registers being
// one vector there, and so are its bits.
func product(f *file) {
	for _, l := range []layout{columns, rows, strided} {
		heights, w := mostRows, width
		if l == strided {
			heights, w = fewRows, 2*width
		}
		for h := 1; h <= heights; h++ {
			p := panel{f, l, h, w}
			p.emit()
		}
		f.choose(fmt.Sprintf("mul%vNEON", l), fmt.Sprintf("mul%v", l), heights, "m *micro", "m")
	}
	transpose(f)
	copyRows(f)
	for h := 1; h <= mostRows; h++ {
		copyColumns(f, h)
	}
	f.choose("copyColumnsNEON", "copyColumns", mostRows, copyColumnsOf, "dst, dstPanel, panels, src, srcStep, k")
}

// panel is a micro-kernel: a tile of C of height rows and width vectors, all of
// it, that is kept in registers over all k ≥ 1. Each element's sum is one chain
// of fused multiplications and additions over k.
//
// R0 is the operands, R1 A, R2 its step, R3 B, R4 its step, R5 k, R8… rows of A.
// V0… are the sums, V24… B and A.
type panel struct {
	*file
	layout        layout
	height, width int
}

func (p *panel) emit() {
	name := fmt.Sprintf("mul%v%dNEON", p.layout, p.height)
	m := []parameter{{"m", "*micro"}}
	p.begin(name, fmt.Sprintf("%s is %d rows by %d columns of a product, k ≥ 1.", name, p.height, 4*p.width), m)
	p.load(m)
	for r, field := range []string{"a", "aStep", "b", "bStep", "k"} {
		if p.layout != rows || field != "aStep" {
			p.op("MOVD micro_%s(R0), R%d", field, r+1)
		}
	}
	p.open()
	switch p.layout {
	case columns:
		p.sumColumns()
	case rows:
		p.rowPointers()
		p.sumRows()
	case strided:
		p.rowPointers()
		p.sumStrided()
	}
	p.finish()
}

// multiply adds to the sums the products of two vectors, B's v-th and next, in
// register b and next, with elements of A, where element says they are.
func (p *panel) multiply(v, b int, element func(i int) (register, index int)) {
	for i := range p.height {
		for x := range 2 {
			register, index := element(i)
			p.fmlaElement(i*p.width+v+x, b+x, register, index)
		}
	}
}

// loadB reads the v-th vector of B and the next.
func (p *panel) loadB(v, register int) { p.op("FLDPQ %d(R3), (F%d, F%d)", 16*v, register, register+1) }

// rowPointers points R8… at the rows of A.
func (p *panel) rowPointers() {
	p.op("MOVD micro_aRow(R0), R6")
	p.op("MOVD R1, R8")
	for i := 1; i < p.height; i++ {
		p.op("ADD R6, R%d, R%d", 7+i, 8+i)
	}
}

func (p *panel) sumColumns() {
	at := func(i int) (int, int) { return 28 + i/4, i % 4 }
	if p.height == 3 {
		at = func(i int) (int, int) { return 28 + i/2, i % 2 }
	}
	p.label("loop")
	p.loadB(0, 24)
	p.loadB(2, 26)
	loadFew(p.file, "R1", 28, p.height)
	p.op("ADD R4, R3")
	p.op("ADD R2, R1")
	p.multiply(0, 24, at)
	p.multiply(2, 26, at)
	p.op("SUBS $1, R5")
	p.op("BNE loop")
}

// few are the pieces of 1 to 6 elements: how many, and the instruction.
func few(n int) (pieces []piece) {
	for at := 0; at < n; {
		switch {
		case n-at >= 4:
			pieces = append(pieces, piece{at, "FMOVQ"})
			at += 4
		case n-at >= 2:
			pieces = append(pieces, piece{at, "FMOVD"})
			at += 2
		default:
			pieces = append(pieces, piece{at, "FMOVS"})
			at++
		}
	}
	return pieces
}

type piece struct {
	at   int // in elements
	move string
}

// loadFew reads n elements, 1 to 6, and nothing beyond.
func loadFew(f *file, from string, register, n int) {
	for i, p := range few(n) {
		f.op("%s %d(%s), F%d", p.move, 4*p.at, from, register+i)
	}
}

// sumRows reads four k of each row at a time.
func (p *panel) sumRows() {
	p.op("AND $3, R5, R7")
	p.op("LSR $2, R5")
	p.op("CBZ R5, tail")
	p.label("loop")
	for i := range p.height {
		p.op("FMOVQ.P 16(R%d), F%d", 8+i, 24+i)
	}
	for u := range 4 {
		p.turnRows(u)
	}
	p.op("SUBS $1, R5")
	p.op("BNE loop")
	p.label("tail")
	p.op("CBZ R7, done")
	p.label("last")
	for i := range p.height {
		p.op("FMOVS.P 4(R%d), F%d", 8+i, 24+i)
	}
	p.turnRows(0)
	p.op("SUBS $1, R7")
	p.op("BNE last")
	p.label("done")
}

func (p *panel) turnRows(u int) {
	for v := 0; v < p.width; v += 2 {
		p.loadB(v, 30)
		p.multiply(v, 30, func(i int) (int, int) { return 24 + i, u })
	}
	p.op("ADD R4, R3")
}

func (p *panel) sumStrided() {
	p.label("loop")
	for i := range p.height {
		p.op("FMOVS (R%d), F%d", 8+i, 28+i)
		p.op("ADD R2, R%d", 8+i)
	}
	for v := 0; v < p.width; v += 2 {
		p.loadB(v, 24+v%4)
		p.multiply(v, 24+v%4, func(i int) (int, int) { return 28 + i, 0 })
	}
	p.op("ADD R4, R3")
	p.op("SUBS $1, R5")
	p.op("BNE loop")
}
