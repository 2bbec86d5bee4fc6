package main

import (
	"math"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// finish makes C of the sums and returns.
func (p *panel) finish() {
	m := p.operandsOf()
	p.scale(m)
	if p.layout == strided {
		p.write(m, masks{})
		return
	}
	p.CMPQ(m.at("n"), operand.U8(p.width*p.lanes))
	p.JNE(operand.LabelRef("narrow"))
	p.write(m, masks{})
	p.Label("narrow")
	p.write(m, p.first(m.get("n"), p.width))
}

// scale multiplies all sums by alpha.
func (p *panel) scale(m fields) {
	p.CMPL(m.at("alpha"), operand.U32(math.Float32bits(1)))
	p.JE(operand.LabelRef("scaled"))
	alpha := p.vector()
	p.VBROADCASTSS(m.at("alpha"), alpha)
	for _, row := range p.acc {
		for _, v := range row {
			p.VMULPS(alpha, v, v)
		}
	}
	p.Label("scaled")
}

// write adds beta·C and the bias where they are wanted, stores and returns.
func (p *panel) write(f fields, m masks) {
	mark := ""
	if !m.all() {
		mark = "Narrow"
	}
	p.CMPQ(f.at("keep"), operand.U8(0))
	p.JE(operand.LabelRef("fresh" + mark))
	beta := p.vector()
	p.VBROADCASTSS(f.at("beta"), beta)
	p.eachC(f, func(at operand.Mem, v int, sum reg.VecVirtual) {
		old := p.vector()
		p.read(at, m, v, old)
		p.VFMADD231PS(old, beta, sum)
	})
	p.Label("fresh" + mark)
	bias := f.get("bias")
	p.TESTQ(bias, bias)
	p.JZ(operand.LabelRef("store" + mark))
	for v := range p.width {
		b := p.vector()
		p.read(operand.Mem{Base: bias, Disp: v * p.bytes()}, m, v, b)
		for _, row := range p.acc {
			p.VADDPS(b, row[v], row[v])
		}
	}
	p.Label("store" + mark)
	p.eachC(f, func(at operand.Mem, v int, sum reg.VecVirtual) {
		if m.all() {
			p.VMOVUPS(sum, at)
		} else {
			p.store(sum, m, v, at)
		}
	})
	p.VZEROUPPER()
	p.RET()
}

// eachC calls f with each vector of C and its sum.
func (p *panel) eachC(m fields, f func(at operand.Mem, v int, sum reg.VecVirtual)) {
	p.each(m.get("c"), m.get("cRow"), f)
}

// each calls f with each vector of a tile in memory and its sum.
func (p *panel) each(c, row reg.GPVirtual, f func(at operand.Mem, v int, sum reg.VecVirtual)) {
	for i, sums := range p.acc {
		for v, sum := range sums {
			f(operand.Mem{Base: c, Disp: v * p.bytes()}, v, sum)
		}
		if i+1 < len(p.acc) {
			p.ADDQ(row, c)
		}
	}
}

// read loads all of a vector, or the lanes of its mask.
func (p *panel) read(from operand.Mem, m masks, v int, to reg.VecVirtual) {
	if m.all() {
		p.VMOVUPS(from, to)
		return
	}
	p.load(from, m, v, to)
}
