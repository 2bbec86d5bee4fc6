package main

import "fmt"

// dot is a micro-kernel of dot products: height rows of A with as many columns
// of B as make eight sums together. Both run along k in memory: element (k, j) of
// B is at b + j·bStep + 4·k. Each sum is taken by eight lanes, in a pair of
// registers, and then over the lanes in a fixed tree, all as with AVX2.
//
// R0 is the operands, R5 k, R8… rows of A, then columns of B. V0… are the sums,
// V16… rows of A, V20 and V21 a column of B.
type dot struct {
	*file
	height int
}

// dotRows is the most rows of A.
const dotRows = 2

func (d *dot) width() int { return 8 / d.height }

func (d *dot) row(i int) string { return fmt.Sprintf("R%d", 8+i) }

// column is where a column of B is; R16 to R18 are not ours.
func (d *dot) column(j int) string {
	if r := 10 + j; r < 16 {
		return fmt.Sprintf("R%d", r)
	}
	return fmt.Sprintf("R%d", 13+j)
}

func dots(f *file) {
	for h := 1; h <= dotRows; h++ {
		d := dot{f, h}
		d.emit()
	}
	f.choose("dotNEON", "dot", dotRows, "m *micro", "m")
}

func (d *dot) emit() {
	name := fmt.Sprintf("dot%dNEON", d.height)
	m := []parameter{{"m", "*micro"}}
	d.begin(name, fmt.Sprintf("%s is the dot products of %d rows with %d columns.", name, d.height, d.width()), m)
	d.load(m)
	d.op("MOVD micro_k(R0), R5")
	d.pointers("a", "aRow", d.height, d.row)
	d.pointers("b", "bStep", d.width(), d.column)
	for v := range 16 {
		d.op("VEOR V%d.B16, V%d.B16, V%d.B16", v, v, v)
	}
	d.op("AND $7, R5, R6")
	d.op("LSR $3, R5")
	d.op("CBZ R5, tail")
	d.label("loop")
	d.turn(2, func(from string, to int) { d.op("FLDPQ.P 32(%s), (F%d, F%d)", from, to, to+1) })
	d.op("SUBS $1, R5")
	d.op("BNE loop")
	d.label("tail")
	for rest := 1; rest < 8; rest++ {
		d.op("CMP $%d, R6", rest)
		d.op("BEQ tail%d", rest)
	}
	d.label("sum")
	d.sum()
	d.finish()
	for rest := 1; rest < 8; rest++ {
		d.label(fmt.Sprintf("tail%d", rest))
		d.turn((rest+3)/4, func(from string, to int) { d.some(from, to, rest) })
		d.op("JMP sum")
	}
}

// pointers makes registers of base and what follows it in steps.
func (d *dot) pointers(base, step string, count int, register func(int) string) {
	d.op("MOVD micro_%s(R0), %s", base, register(0))
	d.op("MOVD micro_%s(R0), R1", step)
	for i := 1; i < count; i++ {
		d.op("ADD R1, %s, %s", register(i-1), register(i))
	}
}

// turn adds what load reads, in the first of each pair of registers or both.
func (d *dot) turn(registers int, load func(from string, to int)) {
	for i := range d.height {
		load(d.row(i), 16+2*i)
	}
	for j := range d.width() {
		load(d.column(j), 20)
		for i := range d.height {
			for r := range registers {
				d.fmla(2*(i*d.width()+j)+r, 20+r, 16+2*i+r)
			}
		}
	}
}

// some reads n elements, fewer than eight, and zeros.
func (d *dot) some(from string, to, n int) {
	at := 0
	if n >= 4 {
		d.op("FMOVQ (%s), F%d", from, to)
		at, to, n = 16, to+1, n-4
	}
	switch n {
	case 1:
		d.op("FMOVS %d(%s), F%d", at, from, to)
	case 2, 3:
		d.op("FMOVD %d(%s), F%d", at, from, to)
	}
	if n == 3 {
		d.op("ADD $%d, %s, R7", at+8, from)
		d.op("VLD1 (R7), V%d.S[2]", to)
	}
}

// sum adds up the lanes of each sum; V0 has the first four totals, V8 the others.
func (d *dot) sum() {
	for at := 0; at < 16; at += 4 {
		d.pairs("S4", at, at+2)
	}
	for at := 0; at < 16; at += 8 {
		d.pairs("D2", at, at+4)
		d.fadd(at, at, at+1)
	}
}

// pairs makes of x and y and the registers after them x, by adding their even and
// odd parts.
func (d *dot) pairs(arrangement string, x, y int) {
	for r := range 2 {
		d.op("VZIP1 V%d.%s, V%d.%s, V20.%s", y+r, arrangement, x+r, arrangement, arrangement)
		d.op("VZIP2 V%d.%s, V%d.%s, V21.%s", y+r, arrangement, x+r, arrangement, arrangement)
		d.fadd(x+r, 20, 21)
	}
}

// finish writes alpha·sums + beta·C + bias and returns.
func (d *dot) finish() {
	d.op("FMOVS micro_alpha(R0), F24")
	d.fmulElement(0, 0, 24, 0)
	d.fmulElement(8, 8, 24, 0)
	d.op("MOVD micro_c(R0), R1")
	second := "16(R1)" // of one row
	if d.height == 2 {
		second = "(R2)"
		d.op("MOVD micro_cRow(R0), R2")
		d.op("ADD R1, R2")
	}
	d.op("MOVD micro_keep(R0), R6")
	d.op("CBZ R6, fresh")
	d.op("FMOVS micro_beta(R0), F24")
	d.op("FMOVQ (R1), F25")
	d.op("FMOVQ %s, F26", second)
	d.fmlaElement(0, 25, 24, 0)
	d.fmlaElement(8, 26, 24, 0)
	d.label("fresh")
	d.op("MOVD micro_bias(R0), R3")
	d.op("CBZ R3, store")
	d.op("FMOVQ (R3), F25")
	d.fadd(0, 0, 25)
	if d.height == 1 {
		d.op("FMOVQ 16(R3), F25")
	}
	d.fadd(8, 8, 25)
	d.label("store")
	d.op("FMOVQ F0, (R1)")
	d.op("FMOVQ F8, %s", second)
	d.op("RET")
}
