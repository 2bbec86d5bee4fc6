package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// open lets the sums begin with 0, or with what an earlier part of k came to.
func (p *panel) open(m fields) {
	for range p.height {
		p.acc = append(p.acc, p.vectors(p.width))
	}
	p.given = m
	if p.carries() {
		sums := m.get("sums")
		p.TESTQ(sums, sums)
		p.JNZ(operand.LabelRef("carry"))
	}
	for _, row := range p.acc {
		for _, v := range row {
			p.clear(v)
		}
	}
	if p.carries() {
		p.Label("open")
	}
}

// carryOn is the part of open that is seldom needed, behind the rest.
func (p *panel) carryOn() {
	m := p.given
	p.Label("carry")
	p.CMPQ(m.at("n"), operand.U8(p.width*p.lanes))
	p.JNE(operand.LabelRef("carryNarrow"))
	p.carry(m, masks{})
	p.JMP(operand.LabelRef("open"))
	p.Label("carryNarrow")
	p.carry(m, p.first(m.get("n"), p.width))
	p.JMP(operand.LabelRef("open"))
}

// carries says whether the kernel is used for parts of k that go on with sums,
// or, of bytes, to make C of the sums of tiles.
func (p *panel) carries() bool {
	return p.operands != bf16s && (p.layout == columns || p.layout == rows)
}

// carry loads sums, those of the columns that are wanted.
func (p *panel) carry(f fields, m masks) {
	p.each(f.get("sums"), f.get("sumsRow"), func(at operand.Mem, v int, sum reg.VecVirtual) { p.read(at, m, v, sum) })
}
