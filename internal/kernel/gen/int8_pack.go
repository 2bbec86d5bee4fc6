package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// rangeInt8 is what a row is quantised by.
func (e *emitter) rangeInt8() {
	name := "rangeInt8" + e.name
	e.begin(name, "func(n int, x unsafe.Pointer) (low float32, high float32, spoilt float32)")
	e.Doc(name + " is the least and the greatest of n elements and 0, and Σ 0·x[i]: NaN if one is not finite.")
	n, x := e.param("n"), e.param("x")
	low, high, spoilt, zero := e.vectors(2), e.vectors(2), e.vectors(2), e.vector()
	for v := range 2 {
		e.clear(low[v])
		e.clear(high[v])
		e.clear(spoilt[v])
	}
	e.clear(zero)
	turn := func(m masks) {
		for v := range 2 {
			at, y := operand.Mem{Base: x, Disp: v * e.bytes()}, e.vector()
			if m.all() {
				e.VMOVUPS(at, y)
			} else {
				e.load(at, m, v, y)
			}
			e.VMINPS(y, low[v], low[v])
			e.VMAXPS(y, high[v], high[v])
			e.VFMADD231PS(y, zero, spoilt[v])
		}
	}
	e.SUBQ(operand.U8(2*e.lanes), n)
	e.JL(operand.LabelRef("tail"))
	e.Label("loop")
	turn(masks{})
	e.ADDQ(operand.I32(2*e.bytes()), x)
	e.SUBQ(operand.U8(2*e.lanes), n)
	e.JGE(operand.LabelRef("loop"))
	e.Label("tail")
	e.ADDQ(operand.U8(2*e.lanes), n)
	turn(e.first(n, 2))
	for i, total := range []reg.VecVirtual{e.total(low, e.VMINPS), e.total(high, e.VMAXPS), e.total(spoilt, e.VADDPS)} {
		e.VMOVSS(total.AsX(), address(e.ReturnIndex(i)))
	}
	e.VZEROUPPER()
	e.RET()
}

// transposeInt8 is transpose for words of four k, which it quantises.
func (e *emitter) transposeInt8() {
	name := "transposeInt8" + e.name
	e.begin(name, fmt.Sprintf("func(dst unsafe.Pointer, dstStep int, src unsafe.Pointer, places *[%d]int, k int, inverse *[%d]float32, zero *[%d]int32)", e.lanes, e.lanes, e.lanes))
	e.Doc(fmt.Sprintf("%s is transpose of what is quantised: the i-th word of dst's row j is elements 4·j", name),
		fmt.Sprintf("to 4·j + 3 at src + places[i], i < %d, 4·j < k: x becomes x·inverse[i], rounded, + zero[i], within [0, 255].", e.lanes),
		"Elements from the k-th on become zero[i].")
	dst, step, src, places, k := e.param("dst"), e.param("dstStep"), e.param("src"), e.param("places"), e.param("k")
	order := e.unpacked()
	e.SUBQ(operand.U8(4*e.lanes), k)
	e.JL(operand.LabelRef("tail"))
	e.Label("loop")
	for _, v := range e.turned(e.quantised(src, places, order, masks{})) {
		e.VMOVUPS(v, operand.Mem{Base: dst})
		e.ADDQ(step, dst)
	}
	e.ADDQ(operand.I32(4*e.bytes()), src)
	e.SUBQ(operand.U8(4*e.lanes), k)
	e.JGE(operand.LabelRef("loop"))
	e.Label("tail")
	e.ADDQ(operand.U8(4*e.lanes), k)
	e.JZ(operand.LabelRef("done"))
	for _, v := range e.turned(e.quantised(src, places, order, e.first(k, 4))) {
		e.VMOVUPS(v, operand.Mem{Base: dst})
		e.ADDQ(step, dst)
		e.SUBQ(operand.U8(4), k)
		e.JLE(operand.LabelRef("done"))
	}
	e.Label("done")
	e.VZEROUPPER()
	e.RET()
}

// unpacked is where the order of 16 words lies that undoes what packing twice,
// which is done in each quarter of a vector, does to theirs.
func (e *emitter) unpacked() operand.Mem {
	table := e.StaticGlobal("unpacked")
	e.DataAttributes(dataAttributes)
	for i := range 16 {
		e.AddDatum(4*i, operand.U32(uint32(i%4*4+i/4)))
	}
	return table
}

// quantised loads four vectors of a place as one.
func (e *emitter) quantised(src, places reg.GPVirtual, order operand.Mem, m masks) func(i int, v reg.VecVirtual) {
	inverses, zeros := e.param("inverse"), e.param("zero")
	return func(i int, v reg.VecVirtual) {
		from := e.place(src, places, i)
		inverse, zero := e.vector(), e.vector()
		e.VBROADCASTSS(operand.Mem{Base: inverses, Disp: 4 * i}, inverse)
		e.VPBROADCASTW(operand.Mem{Base: zeros, Disp: 4 * i}, zero)
		parts := []reg.VecVirtual{v, e.vector(), e.vector(), e.vector()}
		for q, part := range parts {
			at := from
			at.Disp = q * e.bytes()
			if m.all() {
				e.VMULPS(at, inverse, part)
			} else {
				e.VMULPS_Z(at, inverse, m.k[q], part)
			}
			e.VCVTPS2DQ(part, part)
		}
		for _, low := range []int{0, 2} {
			e.VPACKSSDW(parts[low+1], parts[low], parts[low])
			e.VPADDSW(zero, parts[low], parts[low])
		}
		e.VPACKUSWB(parts[2], parts[0], v)
		at := e.vector()
		e.VMOVUPS(order, at)
		e.VPERMD(v, at, v)
	}
}
