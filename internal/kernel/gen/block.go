package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// block writes the kernels of package kernel's copy.go and norm.go.
func (e *emitter) block() {
	e.moveRows()
	e.squaredNorm()
}

// moveRows copies rows that do not follow each other.
func (e *emitter) moveRows() {
	name := "moveRows" + e.name
	e.begin(name, "func(n int, rows int, y unsafe.Pointer, yStep int, x unsafe.Pointer, xStep int)")
	e.Doc(fmt.Sprintf("%s is y[yStep·r + i] = x[xStep·r + i] for i < n, r < rows; 1 ≤ n, 1 ≤ rows.", name))
	rows, y, yStep, x, xStep := e.param("rows"), e.param("y"), e.param("yStep"), e.param("x"), e.param("xStep")
	e.SHLQ(operand.U8(2), yStep)
	e.SHLQ(operand.U8(2), xStep)
	whole, rest, at := e.param("n"), e.GP64(), e.GP64()
	e.MOVQ(whole, rest)
	e.ANDQ(operand.U8(e.lanes-1), rest)
	e.SUBQ(rest, whole)
	e.SHLQ(operand.U8(2), whole) // bytes of whole vectors
	m, v := e.first(rest, 1), e.vector()
	place := func(base reg.Register) operand.Mem { return operand.Mem{Base: base, Index: at, Scale: 1} }
	e.Label("row")
	e.XORQ(at, at)
	e.CMPQ(at, whole)
	e.JE(operand.LabelRef("rest"))
	e.Label("vector")
	e.VMOVUPS(place(x), v)
	e.VMOVUPS(v, place(y))
	e.ADDQ(operand.U8(e.bytes()), at)
	e.CMPQ(at, whole)
	e.JL(operand.LabelRef("vector"))
	e.Label("rest")
	e.TESTQ(rest, rest)
	e.JZ(operand.LabelRef("next"))
	e.load(place(x), m, 0, v)
	e.store(v, m, 0, place(y))
	e.Label("next")
	e.ADDQ(xStep, x)
	e.ADDQ(yStep, y)
	e.DECQ(rows)
	e.JNZ(operand.LabelRef("row"))
	e.VZEROUPPER()
	e.RET()
}

// normUnroll is how many vectors of float64 a turn of squaredNorm takes.
const normUnroll = 4

// squaredNorm adds up squares in float64.
func (e *emitter) squaredNorm() {
	name, turn := "squaredNorm"+e.name, normUnroll*e.lanes/2
	e.begin(name, "func(turns int, x unsafe.Pointer) float64")
	e.Doc(fmt.Sprintf("%s is the sum Σ x[i]² in float64, i < %d·turns, by lanes; 1 ≤ turns.", name, turn))
	turns, x, acc := e.param("turns"), e.param("x"), e.vectors(normUnroll)
	for _, v := range acc {
		e.clear(v)
	}
	e.Label("loop")
	for i, sum := range acc {
		v := e.vector()
		e.VCVTPS2PD(operand.Mem{Base: x, Disp: i * e.bytes() / 2}, v)
		e.VFMADD231PD(v, v, sum)
	}
	e.ADDQ(operand.I32(4*turn), x)
	e.DECQ(turns)
	e.JNZ(operand.LabelRef("loop"))
	e.VADDPD(acc[2], acc[0], acc[0])
	e.VADDPD(acc[3], acc[1], acc[1])
	e.VADDPD(acc[1], acc[0], acc[0])
	sum, other := acc[0].AsX(), e.vector()
	if e.lanes == 16 {
		e.VEXTRACTF64X4(operand.U8(1), acc[0], other.AsY())
		e.VADDPD(other.AsY(), acc[0].AsY(), acc[0].AsY())
	}
	e.VEXTRACTF128(operand.U8(1), acc[0].AsY(), other.AsX())
	e.VADDPD(other.AsX(), sum, sum)
	e.VUNPCKHPD(sum, sum, other.AsX())
	e.VADDSD(other.AsX(), sum, sum)
	e.VMOVSD(sum, address(e.ReturnIndex(0)))
	e.VZEROUPPER()
	e.RET()
}
