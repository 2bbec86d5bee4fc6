package main

import (
	"fmt"
	"math/bits"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// farBytes and farSteps are how far ahead packing prefetches.
const (
	farBytes = 256
	farSteps = 8 // a power of two
)

// transpose packs what lies along k in memory: the i-th lane of dst's row k is
// element k of the i-th place. All lanes of a row are written.
func (e *emitter) transpose() {
	name := "transpose" + e.name
	e.begin(name, fmt.Sprintf("func(dst unsafe.Pointer, dstStep int, src unsafe.Pointer, places *[%d]int, k int)", e.lanes))
	e.Doc(fmt.Sprintf("%s is dst[j·dstStep + 4·i] = src[places[i] + 4·j] for i < %d, j < k; all but 4 in bytes.", name, e.lanes))
	dst, step, src, places, k := e.param("dst"), e.param("dstStep"), e.param("src"), e.param("places"), e.param("k")
	e.SUBQ(operand.U8(e.lanes), k)
	e.JL(operand.LabelRef("tail"))
	e.Label("loop")
	for _, v := range e.turned(func(i int, v reg.VecVirtual) {
		from := e.place(src, places, i)
		e.VMOVUPS(from, v)
		from.Disp = farBytes
		e.PREFETCHT0(from)
	}) {
		e.VMOVUPS(v, operand.Mem{Base: dst})
		e.ADDQ(step, dst)
	}
	e.ADDQ(operand.U8(e.bytes()), src)
	e.SUBQ(operand.U8(e.lanes), k)
	e.JGE(operand.LabelRef("loop"))
	e.Label("tail")
	e.ADDQ(operand.U8(e.lanes), k)
	e.JZ(operand.LabelRef("done"))
	m := e.first(k, 1)
	for _, v := range e.turned(func(i int, v reg.VecVirtual) { e.load(e.place(src, places, i), m, 0, v) }) {
		e.VMOVUPS(v, operand.Mem{Base: dst})
		e.ADDQ(step, dst)
		e.DECQ(k)
		e.JZ(operand.LabelRef("done"))
	}
	e.Label("done")
	e.VZEROUPPER()
	e.RET()
}

// place is src + places[i].
func (e *emitter) place(src, places reg.GPVirtual, i int) operand.Mem {
	at := e.GP64()
	e.MOVQ(operand.Mem{Base: places, Disp: 8 * i}, at)
	return operand.Mem{Base: src, Index: at, Scale: 1}
}

// turned loads as many vectors as there are lanes and transposes them.
func (e *emitter) turned(load func(i int, v reg.VecVirtual)) []reg.VecVirtual {
	x := e.vectors(e.lanes)
	for i, v := range x {
		load(i, v)
	}
	// In each quarter of four vectors: a 4×4 transpose.
	q := make([][]reg.VecVirtual, e.lanes/4)
	for g := range q {
		q[g] = e.fourByFour(x[4*g : 4*g+4])
	}
	out := make([]reg.VecVirtual, e.lanes)
	for j := range 4 {
		if e.lanes == 8 {
			out[j], out[4+j] = e.both(q[0][j], q[1][j], e.halves(0x20), e.halves(0x31))
			continue
		}
		even, odd := e.both(q[0][j], q[1][j], e.quarters(0x88), e.quarters(0xdd))
		even2, odd2 := e.both(q[2][j], q[3][j], e.quarters(0x88), e.quarters(0xdd))
		out[j], out[8+j] = e.both(even, even2, e.quarters(0x88), e.quarters(0xdd))
		out[4+j], out[12+j] = e.both(odd, odd2, e.quarters(0x88), e.quarters(0xdd))
	}
	return out
}

// fourByFour transposes four vectors, each quarter of them by itself.
func (e *emitter) fourByFour(x []reg.VecVirtual) []reg.VecVirtual {
	low, high := e.both(x[0], x[1], e.VUNPCKLPS, e.VUNPCKHPS)
	low2, high2 := e.both(x[2], x[3], e.VUNPCKLPS, e.VUNPCKHPS)
	y0, y1 := e.both(low, low2, e.VUNPCKLPD, e.VUNPCKHPD)
	y2, y3 := e.both(high, high2, e.VUNPCKLPD, e.VUNPCKHPD)
	return []reg.VecVirtual{y0, y1, y2, y3}
}

// both is the even and the odd part of two vectors.
func (e *emitter) both(a, b reg.VecVirtual, even, odd func(...operand.Op)) (x, y reg.VecVirtual) {
	x, y = e.vector(), e.vector()
	even(b, a, x)
	odd(b, a, y)
	return x, y
}

func (e *emitter) quarters(control uint8) func(...operand.Op) {
	return func(ops ...operand.Op) { e.VSHUFF32X4(append([]operand.Op{operand.U8(control)}, ops...)...) }
}

func (e *emitter) halves(control uint8) func(...operand.Op) {
	return func(ops ...operand.Op) { e.VPERM2F128(operand.U8(control), ops[0], ops[1], ops[2]) }
}

// copyRows packs a panel of B whose rows lie along n: two vectors a row, zero
// beyond n.
func (e *emitter) copyRows() {
	name := "copyRows" + e.name
	e.begin(name, "func(dst unsafe.Pointer, src unsafe.Pointer, srcStep int, k int, n int)")
	e.Doc(fmt.Sprintf("%s is dst[%d·j + i] = src[srcStep/4·j + i] for j < k, i < n, and 0 for n ≤ i < %d.", name, 2*e.lanes, 2*e.lanes))
	dst, src, step, k := e.param("dst"), e.param("src"), e.param("srcStep"), e.param("k")
	m := e.first(e.param("n"), 2)
	far := e.GP64()
	e.MOVQ(step, far)
	e.SHLQ(operand.U8(bits.TrailingZeros(farSteps)), far)
	e.Label("loop")
	for v := range 2 {
		x := e.vector()
		e.load(operand.Mem{Base: src, Disp: v * e.bytes()}, m, v, x)
		e.PREFETCHT0(operand.Mem{Base: src, Index: far, Scale: 1, Disp: v * e.bytes()})
		e.VMOVUPS(x, operand.Mem{Base: dst, Disp: v * e.bytes()})
	}
	e.ADDQ(step, src)
	e.ADDQ(operand.U8(2*e.bytes()), dst)
	e.DECQ(k)
	e.JNZ(operand.LabelRef("loop"))
	e.VZEROUPPER()
	e.RET()
}

// copyColumns packs panels of Aᵀ, whose rows lie along the panels' heights. A
// whole vector is written at a time: what is beyond the height is overwritten
// by the next k, and at the end of a panel wants room.
func (e *emitter) copyColumns() {
	name := "copyColumns" + e.name
	e.begin(name, "func(dst unsafe.Pointer, dstPanel int, height int, panels int, src unsafe.Pointer, srcStep int, k int)")
	e.Doc(fmt.Sprintf("%s is dst[dstPanel/4·p + height·j + i] = src[srcStep/4·j + height·p + i] for p < panels, j < k,", name),
		fmt.Sprintf("i < height; up to %d elements beyond each panel are overwritten.", e.lanes-1))
	dst, panel, height, src, step, k := e.param("dst"), e.param("dstPanel"), e.param("height"), e.param("src"), e.param("srcStep"), e.param("k")
	m := e.first(height, 1)
	e.SHLQ(operand.U8(2), height)
	e.Label("loop")
	from, to, panels := e.GP64(), e.GP64(), e.param("panels")
	e.MOVQ(src, from)
	e.MOVQ(dst, to)
	e.Label("row")
	x := e.vector()
	e.load(operand.Mem{Base: from}, m, 0, x)
	e.PREFETCHT0(operand.Mem{Base: from, Index: step, Scale: 4})
	e.VMOVUPS(x, operand.Mem{Base: to})
	e.ADDQ(height, from)
	e.ADDQ(panel, to)
	e.DECQ(panels)
	e.JNZ(operand.LabelRef("row"))
	e.ADDQ(step, src)
	e.ADDQ(height, dst)
	e.DECQ(k)
	e.JNZ(operand.LabelRef("loop"))
	e.VZEROUPPER()
	e.RET()
}
