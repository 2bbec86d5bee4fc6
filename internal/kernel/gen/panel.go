package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// layout says how a kernel finds the elements of A.
type layout int

const (
	columns layout = iota // (i, k) at a + 4·i + k·aStep: packed, or Aᵀ in place
	rows                  // (i, k) at a + i·aRow + 4·k: A in place
	strided               // (i, k) at a + i·aRow + k·aStep: up to three rows
	turned                // as rows, but B is Bᵀ
)

// String is what names of functions have.
func (l layout) String() string { return [...]string{"Columns", "Rows", "Strided", "Turned"}[l] }

// panel is a micro-kernel: a tile of C of height rows and width vectors that is
// kept in registers over all k. B's row k is at b + k·bStep, and can be read for
// all of the width even where fewer columns are wanted: loads with a mask cost
// 2 % of the whole.
type panel struct {
	*emitter
	layout        layout
	height, width int
	operands      operands

	given         fields // what open reads of them
	acc           [][]reg.VecVirtual
	bs            []reg.VecVirtual
	a, b          reg.GPVirtual
	bUnit, bThree reg.GPVirtual // bStep, and three of it
	lines         lineAddresses // turned

	aUnit, aThree, aFive reg.GPVirtual // the stride that addresses need
	aHigh                reg.GPVirtual // rows: a + 7·aRow
	aStep, far           reg.GPVirtual // strided: the other stride; bStep << farShift

	ahead        [2]reg.GPVirtual
	aheadX, step reg.GPVirtual
}

// unroll is how many k a turn of the loop takes.
const unroll = 4

// farShift: a strided kernel prefetches B 1 << farShift rows ahead.
const farShift = 4

func (e *emitter) panels(l layout, heights, width int) {
	for h := 1; h <= heights; h++ {
		p := &panel{emitter: e, layout: l, height: h, width: width}
		p.emit()
	}
}

func (p *panel) name() string {
	return fmt.Sprintf("mul%s%s%d%s", p.operands, p.layout, p.height, p.isa.name)
}

func (p *panel) emit() {
	p.begin(p.name(), "func(m *micro)")
	p.Doc(fmt.Sprintf("%s is %d rows by %d columns of a product.", p.name(), p.height, p.width*p.lanes))
	if p.layout == turned {
		p.sumLines()
	} else {
		p.sum()
	}
	if p.operands == int8s {
		p.dequantise()
	}
	p.finish()
	if p.carries() {
		p.carryOn()
	}
}

// sum makes the sums over all k.
func (p *panel) sum() {
	k := p.start()
	rest := p.GP64()
	p.MOVQ(k, rest)
	p.SHRQ(operand.U8(2), k)
	p.ANDQ(operand.U8(3), rest)
	p.TESTQ(k, k)
	p.JZ(operand.LabelRef("tail"))
	p.Label("loop")
	for u := range unroll {
		p.turn(u)
		if u == 1 && p.looksAhead() {
			p.prefetch()
		}
	}
	p.advance(unroll)
	p.DECQ(k)
	p.JNZ(operand.LabelRef("loop"))
	p.Label("tail")
	p.TESTQ(rest, rest)
	p.JZ(operand.LabelRef("finish"))
	p.Label("last")
	p.turn(0)
	p.advance(1)
	p.DECQ(rest)
	p.JNZ(operand.LabelRef("last"))
	p.Label("finish")
}

// start loads what the loop needs, prefetches C and begins the sums. Its
// result is k.
func (p *panel) start() reg.GPVirtual {
	m := p.operandsOf()
	p.a, p.b, p.bUnit = m.get("a"), m.get("b"), m.get("bStep")
	p.bThree = p.times(p.bUnit, 3)
	switch p.layout {
	case columns:
		p.aUnit = m.get("aStep")
		p.aThree = p.times(p.aUnit, 3)
	case rows, turned:
		p.aUnit = m.get("aRow")
		p.aThree, p.aFive = p.times(p.aUnit, 3), p.times(p.aUnit, 5)
		if p.height > 7 {
			p.aHigh = p.GP64()
			p.LEAQ(operand.Mem{Base: p.aThree, Index: p.aUnit, Scale: 4}, p.aHigh)
			p.ADDQ(p.a, p.aHigh)
		}
	case strided:
		p.aUnit, p.aStep, p.far = m.get("aRow"), m.get("aStep"), p.GP64()
		p.MOVQ(p.bUnit, p.far)
		p.SHLQ(operand.U8(farShift), p.far)
	}
	if p.looksAhead() {
		p.ahead = [2]reg.GPVirtual{m.get("ahead"), m.get("aheadY")}
		p.aheadX, p.step = m.get("aheadX"), m.get("aheadStep")
		p.ADDQ(p.ahead[0], p.ahead[1])
	}
	p.prefetchC(m)
	p.bs = p.vectors(p.width)
	p.open(m)
	return m.get("k")
}

// looksAhead says whether the kernel prefetches for others.
func (p *panel) looksAhead() bool { return p.layout == columns || p.layout == rows }

// prefetch asks for what the next kernels will read.
func (p *panel) prefetch() {
	for _, at := range p.ahead {
		p.PREFETCHT1(operand.Mem{Base: at})
		p.PREFETCHT1(operand.Mem{Base: at, Index: p.aheadX, Scale: 1})
	}
	for _, at := range p.ahead {
		p.ADDQ(p.step, at)
	}
}

func (p *panel) prefetchC(m fields) {
	c, row := m.get("c"), m.get("cRow")
	for i := range p.height {
		for at := 0; at < p.width*p.bytes(); at += 64 {
			p.PREFETCHT0(operand.Mem{Base: c, Disp: at})
		}
		if i+1 < p.height {
			p.ADDQ(row, c)
		}
	}
}

// turn adds one k, the u-th of those a turn of the loop takes.
func (p *panel) turn(u int) {
	if p.layout == strided && u > 0 {
		p.advance(1)
		u = 0
	}
	for v, b := range p.bs {
		p.VMOVUPS(strideOf(p.b, p.bUnit, p.bThree, u, v*p.bytes()), b)
	}
	for i := range p.height {
		x := p.vector()
		p.VBROADCASTSS(p.element(i, u), x)
		for v, b := range p.bs {
			p.multiply(b, x, p.acc[i][v])
		}
	}
	if p.layout == strided {
		for at := 0; at < p.width*p.bytes(); at += 64 {
			p.PREFETCHT0(operand.Mem{Base: p.b, Index: p.far, Scale: 1, Disp: at})
		}
	}
}

// element is where A's element (i, u) lies.
func (p *panel) element(i, u int) operand.Mem {
	switch p.layout {
	case columns:
		return strideOf(p.a, p.aUnit, p.aThree, u, 4*i)
	case strided:
		return strideOf(p.a, p.aUnit, p.aThree, i, 0)
	}
	base := p.a
	if i >= 7 {
		base, i = p.aHigh, i-7
	}
	m := operand.Mem{Base: base, Disp: 4 * u}
	switch i {
	case 1, 2, 4:
		m.Index, m.Scale = p.aUnit, uint8(i)
	case 3:
		m.Index, m.Scale = p.aThree, 1
	case 5:
		m.Index, m.Scale = p.aFive, 1
	case 6:
		m.Index, m.Scale = p.aThree, 2
	}
	return m
}

// strideOf is base + n·unit + disp, for n up to 3.
func strideOf(base, unit, three reg.GPVirtual, n, disp int) operand.Mem {
	m := operand.Mem{Base: base, Disp: disp}
	switch n {
	case 1, 2:
		m.Index, m.Scale = unit, uint8(n)
	case 3:
		m.Index, m.Scale = three, 1
	}
	return m
}

// advance moves a and b on by n k; a strided kernel has done so but for one.
func (p *panel) advance(n int) {
	if n == unroll && p.layout != strided {
		p.LEAQ(operand.Mem{Base: p.b, Index: p.bUnit, Scale: 4}, p.b)
	} else {
		p.ADDQ(p.bUnit, p.b)
	}
	switch {
	case p.layout == strided:
		p.ADDQ(p.aStep, p.a)
	case p.layout == rows:
		p.ADDQ(operand.U8(4*n), p.a)
		if p.height > 7 {
			p.ADDQ(operand.U8(4*n), p.aHigh)
		}
	case n == unroll:
		p.LEAQ(operand.Mem{Base: p.a, Index: p.aUnit, Scale: 4}, p.a)
	default:
		p.ADDQ(p.aUnit, p.a)
	}
}
