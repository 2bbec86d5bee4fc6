package main

import (
	"fmt"
	"math/bits"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// attendBF16 is what attention in bfloat16 has of its own: micro-kernels that
// read rows of A in place, and what rounds rows to words.
func attendBF16(src *source, files map[string][]byte) error {
	e := newEmitter(avx512, src)
	for h := 1; h <= e.rows; h++ {
		p := &panel{emitter: e, layout: rows, height: h, width: 2, operands: bf16s}
		p.emit()
	}
	e.roundRows()
	e.weaveRows()
	return e.printNarrow("attend_bf16", dispatch(avx512, "mulBF16Rows", upTo(avx512.rows)...), files)
}

// rounder makes rows of words, a vector after another.
type rounder struct {
	*emitter
	dst, dstStep, src, srcStep, rows reg.GPVirtual // the parameters
	whole, tail                      reg.GPVirtual // vectors of words, and the elements beyond them
	last                             masks         // of these
	from, to, left                   reg.GPVirtual // where a row is
	bytes                            int           // that a vector of words is made of
}

// rounder begins a function whose vectors of words are made of so many of
// elements of a row.
func (e *emitter) rounder(name, doc string, vectors int) *rounder {
	name += e.name
	e.begin(name, "func(dst unsafe.Pointer, dstStep int, src unsafe.Pointer, srcStep int, rows int, n int)")
	e.Doc(fmt.Sprintf("%s is rows of words: the j-th of dst's row i is", name), doc,
		fmt.Sprintf("Up to %d words beyond each row are overwritten.", e.lanes-1))
	r := &rounder{emitter: e, dst: e.param("dst"), dstStep: e.param("dstStep"), src: e.param("src"), srcStep: e.param("srcStep")}
	r.rows, r.whole, r.tail = e.param("rows"), e.param("n"), e.GP64()
	r.from, r.to, r.left = e.GP64(), e.GP64(), e.GP64()
	r.bytes = vectors * e.isa.bytes()
	elements := vectors * e.lanes
	e.MOVQ(r.whole, r.tail)
	e.ANDQ(operand.U8(elements-1), r.tail)
	r.last = e.first(r.tail, vectors)
	e.SHRQ(operand.U8(bits.TrailingZeros(uint(elements))), r.whole)
	return r
}

// row makes a row, of what vector puts to where it is told.
func (r *rounder) row(mark string, vector func(m masks, to operand.Mem)) {
	r.MOVQ(r.src, r.from)
	r.MOVQ(r.dst, r.to)
	r.MOVQ(r.whole, r.left)
	r.TESTQ(r.left, r.left)
	r.JZ(operand.LabelRef("tail" + mark))
	r.Label("loop" + mark)
	vector(masks{}, operand.Mem{Base: r.to})
	r.ADDQ(operand.I32(r.bytes), r.from)
	r.ADDQ(operand.U8(r.isa.bytes()), r.to)
	r.DECQ(r.left)
	r.JNZ(operand.LabelRef("loop" + mark))
	r.Label("tail" + mark)
	r.TESTQ(r.tail, r.tail)
	r.JZ(operand.LabelRef("next" + mark))
	vector(r.last, operand.Mem{Base: r.to})
	r.Label("next" + mark)
}

// read loads a vector, or the lanes of its mask.
func (r *rounder) read(from operand.Mem, m masks, v int) reg.VecVirtual {
	x := r.vector()
	if m.all() {
		r.VMOVUPS(from, x)
	} else {
		r.load(from, m, v, x)
	}
	return x
}

// roundRows rounds rows that stay rows.
func (e *emitter) roundRows() {
	r := e.rounder("roundRowsBF16", "elements 2·j and 2·j + 1 of src's row i, 0 from n on.", 2)
	r.Label("row")
	r.row("", func(m masks, to operand.Mem) {
		x := r.read(operand.Mem{Base: r.from}, m, 0)
		y := r.read(operand.Mem{Base: r.from, Disp: e.isa.bytes()}, m, 1)
		r.roundBF16(x, y, x)
		r.VMOVUPS(x, to)
	})
	r.ADDQ(r.srcStep, r.src)
	r.ADDQ(r.dstStep, r.dst)
	r.DECQ(r.rows)
	r.JNZ(operand.LabelRef("row"))
	r.VZEROUPPER()
	r.RET()
}

// weaveRows rounds pairs of rows, of which it makes one.
func (e *emitter) weaveRows() {
	r := e.rounder("weaveRowsBF16", "element j of src's rows 2·i and 2·i + 1, the second 0 if it is row rows.", 1)
	weave := r.woven()
	pair := func(m masks, to operand.Mem) {
		x := r.read(operand.Mem{Base: r.from}, m, 0)
		y := r.read(operand.Mem{Base: r.from, Index: r.srcStep, Scale: 1}, m, 0)
		r.weave(x, y, weave, to)
	}
	single := func(m masks, to operand.Mem) {
		x, y := r.read(operand.Mem{Base: r.from}, m, 0), r.vector()
		r.clear(y)
		r.weave(x, y, weave, to)
	}
	r.SUBQ(operand.U8(2), r.rows)
	r.JL(operand.LabelRef("odd"))
	r.Label("rows")
	r.row("Pair", pair)
	r.LEAQ(operand.Mem{Base: r.src, Index: r.srcStep, Scale: 2}, r.src)
	r.ADDQ(r.dstStep, r.dst)
	r.SUBQ(operand.U8(2), r.rows)
	r.JGE(operand.LabelRef("rows"))
	r.Label("odd")
	r.ADDQ(operand.U8(2), r.rows)
	r.JZ(operand.LabelRef("done"))
	r.row("Single", single)
	r.Label("done")
	r.VZEROUPPER()
	r.RET()
}
