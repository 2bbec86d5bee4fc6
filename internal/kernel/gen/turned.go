package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// A kernel of layout turned reads Bᵀ in place: its columns are lines along k,
// the j-th at b + j·bStep. As many k as a vector has lanes are transposed in
// registers, and then used as any other rows of B: for few rows of A that costs
// less than packing. Sums are those of every other kernel. Lines are read by whole
// vectors, as several of them may share a few places in the nearest cache.

// lineAddresses are the places of as many lines as the kernel has columns:
// groups of eight, each with a base.
type lineAddresses struct {
	base                     []reg.GPVirtual
	unit, three, five, seven reg.GPVirtual
}

func (p *panel) lineAddresses() lineAddresses {
	l := lineAddresses{[]reg.GPVirtual{p.b}, p.bUnit, p.bThree, p.times(p.bUnit, 5), p.GP64()}
	p.LEAQ(operand.Mem{Base: l.three, Index: l.unit, Scale: 4}, l.seven)
	for len(l.base) < p.width*p.lanes/8 {
		next := p.GP64()
		p.LEAQ(operand.Mem{Base: l.base[len(l.base)-1], Index: l.unit, Scale: 8}, next)
		l.base = append(l.base, next)
	}
	return l
}

func (l lineAddresses) at(j int) operand.Mem {
	m := operand.Mem{Base: l.base[j/8]}
	switch j %= 8; j {
	case 1, 2, 4:
		m.Index, m.Scale = l.unit, uint8(j)
	case 3, 6:
		m.Index, m.Scale = l.three, uint8(j/3)
	case 5:
		m.Index, m.Scale = l.five, 1
	case 7:
		m.Index, m.Scale = l.seven, 1
	}
	return m
}

// sumLines makes the sums over all k.
func (p *panel) sumLines() {
	k := p.start()
	p.lines = p.lineAddresses()
	p.SUBQ(operand.U8(p.lanes), k)
	p.JL(operand.LabelRef("tail"))
	p.Label("loop")
	for u, b := range p.turned(func(j int, v reg.VecVirtual) { p.VMOVUPS(p.lines.at(j), v) }) {
		p.addLine(u, b)
	}
	p.advanceLines()
	p.SUBQ(operand.U8(p.lanes), k)
	p.JGE(operand.LabelRef("loop"))
	p.Label("tail")
	p.ADDQ(operand.U8(p.lanes), k)
	p.JZ(operand.LabelRef("finish"))
	m := p.first(k, 1)
	for u, b := range p.turned(func(j int, v reg.VecVirtual) { p.load(p.lines.at(j), m, 0, v) }) {
		p.addLine(u, b)
		p.DECQ(k)
		p.JZ(operand.LabelRef("finish"))
	}
	p.Label("finish")
}

// addLine adds the products of the u-th k.
func (p *panel) addLine(u int, b reg.VecVirtual) {
	for i := range p.height {
		x := p.vector()
		p.VBROADCASTSS(p.element(i, u), x)
		p.VFMADD231PS(b, x, p.acc[i][0])
	}
}

// advanceLines moves on by as many k as a vector has lanes.
func (p *panel) advanceLines() {
	p.ADDQ(operand.U8(p.bytes()), p.a)
	if p.height > 7 {
		p.ADDQ(operand.U8(p.bytes()), p.aHigh)
	}
	for _, base := range p.lines.base {
		p.ADDQ(operand.U8(p.bytes()), base)
	}
}
