package main

import "fmt"

// transpose packs what lies along k in memory, eight lines of it: four k at a
// time, each line in a pair of 4×4 transposes.
func transpose(f *file) {
	of := []parameter{{"dst", "unsafe.Pointer"}, {"dstStep", "int"}, {"src", "unsafe.Pointer"}, {"places", "*[8]int"}, {"k", "int"}}
	f.begin("transposeNEON", "transposeNEON is dst[j·dstStep + 4·i] = src[places[i] + 4·j] for i < 8, j < k; all but 4 in bytes.", of)
	f.load(of)
	for i := range 8 {
		f.op("MOVD %d(R3), R%d", 8*i, 8+i)
		f.op("ADD R2, R%d", 8+i)
	}
	f.op("AND $3, R4, R5")
	f.op("LSR $2, R4")
	f.op("CBZ R4, tail")
	f.label("loop")
	for half := range 2 {
		turn(f, 4*half)
	}
	for j := range 4 {
		f.op("FSTPQ (F%d, F%d), (R0)", 16+j, 20+j)
		f.op("ADD R1, R0")
	}
	f.op("SUBS $1, R4")
	f.op("BNE loop")
	f.label("tail")
	f.op("CBZ R5, done")
	f.label("last")
	for i := range 8 {
		f.op("VLD1.P 4(R%d), V%d.S[%d]", 8+i, i/4, i%4)
	}
	f.op("FSTPQ (F0, F1), (R0)")
	f.op("ADD R1, R0")
	f.op("SUBS $1, R5")
	f.op("BNE last")
	f.label("done")
	f.op("RET")
}

// turn transposes four lines by four k into V16… or V20….
func turn(f *file, first int) {
	for i := range 4 {
		f.op("FMOVQ.P 16(R%d), F%d", 8+first+i, i)
	}
	for i := range 2 {
		f.op("VTRN1 V%d.S4, V%d.S4, V%d.S4", 2*i+1, 2*i, 4+2*i)
		f.op("VTRN2 V%d.S4, V%d.S4, V%d.S4", 2*i+1, 2*i, 5+2*i)
	}
	for i := range 2 {
		f.op("VZIP1 V%d.D2, V%d.D2, V%d.D2", 6+i, 4+i, 16+first+i)
		f.op("VZIP2 V%d.D2, V%d.D2, V%d.D2", 6+i, 4+i, 18+first+i)
	}
}

// copyRows packs a panel of B whose rows lie along n, all columns of it.
func copyRows(f *file) {
	of := []parameter{{"dst", "unsafe.Pointer"}, {"src", "unsafe.Pointer"}, {"srcStep", "int"}, {"k", "int"}}
	f.begin("copyRowsNEON", "copyRowsNEON is dst[16·j + i] = src[srcStep/4·j + i] for j < k, i < 16; k ≥ 1.", of)
	f.load(of)
	f.label("loop")
	f.op("FLDPQ (R1), (F0, F1)")
	f.op("FLDPQ 32(R1), (F2, F3)")
	f.op("ADD R2, R1")
	f.op("FSTPQ.P (F0, F1), 32(R0)")
	f.op("FSTPQ.P (F2, F3), 32(R0)")
	f.op("SUBS $1, R3")
	f.op("BNE loop")
	f.op("RET")
}

const copyColumnsOf = "dst unsafe.Pointer, dstPanel, panels int, src unsafe.Pointer, srcStep, k int"

// copyColumns packs panels of Aᵀ of one height, whose rows lie along it.
func copyColumns(f *file, height int) {
	of := []parameter{{"dst", "unsafe.Pointer"}, {"dstPanel", "int"}, {"panels", "int"}, {"src", "unsafe.Pointer"}, {"srcStep", "int"}, {"k", "int"}}
	name := fmt.Sprintf("copyColumns%dNEON", height)
	f.begin(name, fmt.Sprintf("%s is dst[dstPanel/4·p + %d·j + i] = src[srcStep/4·j + %d·p + i] for p < panels,\n// j < k, i < %d; panels and k ≥ 1.",
		name, height, height, height), of)
	f.load(of)
	f.label("loop")
	f.op("MOVD R0, R8")
	f.op("MOVD R2, R9")
	f.op("MOVD R3, R10")
	f.label("row")
	loadFew(f, "R10", 0, height)
	for i, p := range few(height) {
		f.op("%s F%d, %d(R8)", p.move, i, 4*p.at)
	}
	f.op("ADD $%d, R10", 4*height)
	f.op("ADD R1, R8")
	f.op("SUBS $1, R9")
	f.op("BNE row")
	f.op("ADD R4, R3")
	f.op("ADD $%d, R0", 4*height)
	f.op("SUBS $1, R5")
	f.op("BNE loop")
	f.op("RET")
}
