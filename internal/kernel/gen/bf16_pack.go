package main

import (
	"fmt"
	"math/bits"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// farPairs is how many pairs of rows ahead packing prefetches, into the second
// cache: rows a power of two apart share so few places in the first that they
// would drive each other out of it.
const farPairs = 16 // a power of two

// transposeBF16 is transpose for words of two k: twice as many k a turn. It
// prefetches what lies at the same k of the lines that are packed next, as many
// lines further as there are lanes: along lines, which are short, there is often
// nothing more to come, and too little time until it does. They go to the second
// cache, as in copyRowsBF16.
func (e *emitter) transposeBF16() {
	name := "transposeBF16" + e.name
	e.begin(name, fmt.Sprintf("func(dst unsafe.Pointer, dstStep int, src unsafe.Pointer, places *[%d]int, k int)", e.lanes))
	e.Doc(fmt.Sprintf("%s is transpose of what is rounded: the i-th word of dst's row j is elements", name),
		fmt.Sprintf("2·j and 2·j + 1 at src + places[i], i < %d, 2·j < k; the second is 0 if it is the k-th.", e.lanes))
	dst, step, src, places, k := e.param("dst"), e.param("dstStep"), e.param("src"), e.param("places"), e.param("k")
	far, there := e.GP64(), e.GP64()
	e.MOVQ(operand.Mem{Base: places, Disp: 8}, far)
	e.SHLQ(operand.U8(bits.TrailingZeros(uint(e.lanes))), far)
	ahead := func(from operand.Mem) {
		from.Base = there
		e.PREFETCHT1(from)
	}
	e.SUBQ(operand.U8(2*e.lanes), k)
	e.JL(operand.LabelRef("tail"))
	e.Label("loop")
	e.LEAQ(operand.Mem{Base: src, Index: far, Scale: 1}, there)
	for _, v := range e.turned(e.roundedPlaces(src, places, ahead, masks{})) {
		e.VMOVUPS(v, operand.Mem{Base: dst})
		e.ADDQ(step, dst)
	}
	e.ADDQ(operand.I32(2*e.bytes()), src)
	e.SUBQ(operand.U8(2*e.lanes), k)
	e.JGE(operand.LabelRef("loop"))
	e.Label("tail")
	e.ADDQ(operand.U8(2*e.lanes), k)
	e.JZ(operand.LabelRef("done"))
	for _, v := range e.turned(e.roundedPlaces(src, places, ahead, e.first(k, 2))) {
		e.VMOVUPS(v, operand.Mem{Base: dst})
		e.ADDQ(step, dst)
		e.SUBQ(operand.U8(2), k)
		e.JLE(operand.LabelRef("done"))
	}
	e.Label("done")
	e.VZEROUPPER()
	e.RET()
}

// alongLine prefetches what comes later on the line that is loaded from.
func (e *emitter) alongLine(from operand.Mem) {
	from.Disp += farBytes
	e.PREFETCHT0(from)
}

// roundedPlaces loads two vectors of a place as one. Where they are whole, ahead
// is told where each comes from, to prefetch what follows it.
func (e *emitter) roundedPlaces(src, places reg.GPVirtual, ahead func(from operand.Mem), m masks) func(i int, v reg.VecVirtual) {
	return func(i int, v reg.VecVirtual) {
		from, high := e.place(src, places, i), e.vector()
		next := from
		next.Disp = e.bytes()
		if m.all() {
			e.VMOVUPS(from, v)
			e.VMOVUPS(next, high)
			ahead(from)
			ahead(next)
		} else {
			e.load(from, m, 0, v)
			e.load(next, m, 1, high)
		}
		e.roundBF16(v, high, v)
	}
}

// woven is a constant that takes halves of a vector in turn: word i of what it
// permutes becomes halves i and 16 + i.
func (e *emitter) woven() reg.VecVirtual {
	table := operand.NewDataAddr(operand.NewStaticSymbol("woven"), 0)
	if !e.placed["woven"] {
		e.placed["woven"] = true
		e.StaticGlobal("woven")
		e.DataAttributes(dataAttributes)
		for i := range 16 {
			e.AddDatum(4*i, operand.U32(uint32(i|(16+i)<<16)))
		}
	}
	v := e.vector()
	e.VMOVUPS(table, v)
	return v
}

// copyRowsBF16 is copyRows for words of two k.
func (e *emitter) copyRowsBF16() {
	name := "copyRowsBF16" + e.name
	e.begin(name, "func(dst unsafe.Pointer, src unsafe.Pointer, srcStep int, k int, n int)")
	e.Doc(fmt.Sprintf("%s is copyRows of what is rounded: the i-th word of dst's row j is elements i of rows", name),
		fmt.Sprintf("2·j and 2·j + 1, 0 for n ≤ i < %d; the second is 0 if it is of row k.", 2*e.lanes))
	dst, src, step, k := e.param("dst"), e.param("src"), e.param("srcStep"), e.param("k")
	m, weave := e.first(e.param("n"), 2), e.woven()
	far, ahead := e.GP64(), e.GP64()
	e.MOVQ(step, far)
	e.SHLQ(operand.U8(bits.TrailingZeros(farPairs)+1), far)
	row := func(second bool) {
		e.LEAQ(operand.Mem{Base: src, Index: far, Scale: 1}, ahead)
		for v := range 2 {
			x, y := e.vector(), e.vector()
			e.load(operand.Mem{Base: src, Disp: v * e.bytes()}, m, v, x)
			if second {
				e.load(operand.Mem{Base: src, Index: step, Scale: 1, Disp: v * e.bytes()}, m, v, y)
				e.PREFETCHT1(operand.Mem{Base: ahead, Disp: v * e.bytes()})
				e.PREFETCHT1(operand.Mem{Base: ahead, Index: step, Scale: 1, Disp: v * e.bytes()})
			} else {
				e.clear(y)
			}
			e.weave(x, y, weave, operand.Mem{Base: dst, Disp: v * e.bytes()})
		}
	}
	e.SUBQ(operand.U8(2), k)
	e.JL(operand.LabelRef("odd"))
	e.Label("loop")
	row(true)
	e.LEAQ(operand.Mem{Base: src, Index: step, Scale: 2}, src)
	e.ADDQ(operand.I32(2*e.bytes()), dst)
	e.SUBQ(operand.U8(2), k)
	e.JGE(operand.LabelRef("loop"))
	e.Label("odd")
	e.ADDQ(operand.U8(2), k)
	e.JZ(operand.LabelRef("done"))
	row(false)
	e.Label("done")
	e.VZEROUPPER()
	e.RET()
}

// weave stores words of x and y, rounded.
func (e *emitter) weave(x, y, table reg.VecVirtual, to operand.Mem) {
	e.roundBF16(x, y, x)
	e.VPERMW(x, table, x)
	e.VMOVUPS(x, to)
}

// copyColumnsBF16 is copyColumns for words of two k.
func (e *emitter) copyColumnsBF16() {
	name := "copyColumnsBF16" + e.name
	e.begin(name, "func(dst unsafe.Pointer, dstPanel int, height int, panels int, src unsafe.Pointer, srcStep int, k int)")
	e.Doc(fmt.Sprintf("%s is copyColumns of what is rounded: the i-th word of row j of dst's panel p is elements", name),
		"height·p + i of rows 2·j and 2·j + 1; the second is 0 if it is of row k.",
		fmt.Sprintf("Up to %d words beyond each panel are overwritten.", e.lanes-1))
	dst, panel, height, src, step, k := e.param("dst"), e.param("dstPanel"), e.param("height"), e.param("src"), e.param("srcStep"), e.param("k")
	m, weave := e.first(height, 1), e.woven()
	e.SHLQ(operand.U8(2), height)
	rows := func(second bool, mark string) {
		from, to, panels := e.GP64(), e.GP64(), e.param("panels")
		e.MOVQ(src, from)
		e.MOVQ(dst, to)
		e.Label(mark)
		x, y := e.vector(), e.vector()
		e.load(operand.Mem{Base: from}, m, 0, x)
		if second {
			e.load(operand.Mem{Base: from, Index: step, Scale: 1}, m, 0, y)
			e.PREFETCHT0(operand.Mem{Base: from, Index: step, Scale: 8})
		} else {
			e.clear(y)
		}
		e.weave(x, y, weave, operand.Mem{Base: to})
		e.ADDQ(height, from)
		e.ADDQ(panel, to)
		e.DECQ(panels)
		e.JNZ(operand.LabelRef(mark))
	}
	e.SUBQ(operand.U8(2), k)
	e.JL(operand.LabelRef("odd"))
	e.Label("loop")
	rows(true, "pair")
	e.LEAQ(operand.Mem{Base: src, Index: step, Scale: 2}, src)
	e.ADDQ(height, dst)
	e.SUBQ(operand.U8(2), k)
	e.JGE(operand.LabelRef("loop"))
	e.Label("odd")
	e.ADDQ(operand.U8(2), k)
	e.JZ(operand.LabelRef("done"))
	rows(false, "single")
	e.Label("done")
	e.VZEROUPPER()
	e.RET()
}
