package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
)

// ceiling is what the machine can do: the largest tile of multiplications and
// additions with all loads that a product of such operands needs, from the
// nearest cache.
func (e *emitter) ceiling(o operands) {
	name := "ceiling" + o.String() + e.name
	e.begin(name, "func(k int, a unsafe.Pointer, b unsafe.Pointer)")
	e.Doc(fmt.Sprintf("%s multiplies and adds words of %d rows by %d columns k times, all from the same two places.", name, e.rows, 2*e.lanes))
	k, a, b := e.param("k"), e.param("a"), e.param("b")
	p := panel{emitter: e, operands: o}
	acc := e.vectors(2 * e.rows)
	for _, v := range acc {
		e.clear(v)
	}
	e.Label("loop")
	b0, b1 := e.vector(), e.vector()
	e.VMOVUPS(operand.Mem{Base: b}, b0)
	e.VMOVUPS(operand.Mem{Base: b, Disp: e.bytes()}, b1)
	for i := range e.rows {
		x := e.vector()
		e.VBROADCASTSS(operand.Mem{Base: a, Disp: 4 * i}, x)
		p.multiply(b0, x, acc[2*i])
		p.multiply(b1, x, acc[2*i+1])
	}
	e.DECQ(k)
	e.JNZ(operand.LabelRef("loop"))
	e.VZEROUPPER()
	e.RET()
}
