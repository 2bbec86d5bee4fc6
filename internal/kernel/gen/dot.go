package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// dot is a micro-kernel of dot products: height rows of A with as many columns
// of B as make lanes sums together. Both run along k in memory: element (k, j)
// of B is at b + j·bStep + 4·k, so nothing has to be packed for few rows of A.
type dot struct {
	*emitter
	height int
	a, b   addresses
	acc    []reg.VecVirtual // by row, then column
}

// addresses are vectors at several places: groups of four strides.
type addresses struct {
	base        []reg.GPVirtual
	unit, three reg.GPVirtual
}

func (d *dot) addresses(base, unit reg.GPVirtual, count int) addresses {
	a := addresses{base: []reg.GPVirtual{base}, unit: unit}
	if count > 3 {
		a.three = d.times(unit, 3)
	}
	for i := 4; i < count; i += 4 {
		next := d.GP64()
		d.LEAQ(operand.Mem{Base: a.base[len(a.base)-1], Index: unit, Scale: 4}, next)
		a.base = append(a.base, next)
	}
	return a
}

func (a addresses) at(i int) operand.Mem {
	return strideOf(a.base[i/4], a.unit, a.three, i%4, 0)
}

func (e *emitter) dots(heights ...int) {
	for _, h := range heights {
		d := &dot{emitter: e, height: h}
		d.emit()
	}
}

func (d *dot) name() string { return fmt.Sprintf("dot%d%s", d.height, d.isa.name) }

func (d *dot) width() int { return d.lanes / d.height }

func (d *dot) emit() {
	d.begin(d.name(), "func(m *micro)")
	d.Doc(fmt.Sprintf("%s is the dot products of %d rows with %d columns.", d.name(), d.height, d.width()))
	m := d.operandsOf()
	d.a = d.addresses(m.get("a"), m.get("aRow"), d.height)
	d.b = d.addresses(m.get("b"), m.get("bStep"), d.width())
	d.acc = d.vectors(d.lanes)
	for _, v := range d.acc {
		d.clear(v)
	}
	k := m.get("k")
	d.SUBQ(operand.U8(d.lanes), k)
	d.JL(operand.LabelRef("tail"))
	d.Label("loop")
	d.turn(nil)
	for _, base := range append(d.a.base, d.b.base...) {
		d.ADDQ(operand.U8(d.bytes()), base)
	}
	d.SUBQ(operand.U8(d.lanes), k)
	d.JGE(operand.LabelRef("loop"))
	d.Label("tail")
	d.ADDQ(operand.U8(d.lanes), k)
	d.JZ(operand.LabelRef("sum"))
	tail := d.first(k, 1)
	d.turn(&tail)
	d.Label("sum")
	d.finish(d.sum())
}

// turn adds a vector's length of k, or the lanes of a mask.
func (d *dot) turn(m *masks) {
	load := func(from operand.Mem, to reg.VecVirtual) {
		if m == nil {
			d.VMOVUPS(from, to)
		} else {
			d.load(from, *m, 0, to)
		}
	}
	as := make([]reg.VecVirtual, d.height)
	for i := range as {
		as[i] = d.vector()
		load(d.a.at(i), as[i])
	}
	for j := range d.width() {
		b := d.vector()
		load(d.b.at(j), b)
		for i, a := range as {
			d.VFMADD231PS(b, a, d.acc[i*d.width()+j])
		}
	}
}

// sum adds up each accumulator's lanes; the i-th lane of the result is the sum
// of the i-th. All sums are taken in one order.
func (d *dot) sum() reg.VecVirtual {
	low := d.pairs(d.acc, d.VUNPCKLPS, d.VUNPCKHPS)
	low = d.pairs(low, d.VUNPCKLPD, d.VUNPCKHPD)
	if d.lanes == 8 {
		return d.pairs(low, d.halves(0x20), d.halves(0x31))[0]
	}
	low = d.pairs(low, d.quarters(0x88), d.quarters(0xdd))
	return d.pairs(low, d.quarters(0x88), d.quarters(0xdd))[0]
}

// pairs adds even and odd parts of each two vectors, which makes them one.
func (d *dot) pairs(xs []reg.VecVirtual, even, odd func(...operand.Op)) []reg.VecVirtual {
	var sums []reg.VecVirtual
	for i := 0; i < len(xs); i += 2 {
		s, t := d.vector(), d.vector()
		even(xs[i+1], xs[i], s)
		odd(xs[i+1], xs[i], t)
		d.VADDPS(t, s, s)
		sums = append(sums, s)
	}
	return sums
}

// finish writes alpha·sums + beta·C + bias, row by row.
func (d *dot) finish(sums reg.VecVirtual) {
	m := d.operandsOf()
	alpha := d.vector()
	d.VBROADCASTSS(m.at("alpha"), alpha)
	d.VMULPS(alpha, sums, sums)
	which := d.first(m.get("n"), 1)
	c, row, bias := m.get("c"), m.get("cRow"), m.get("bias")
	for i := range d.height {
		fresh, store := fmt.Sprintf("fresh%d", i), fmt.Sprintf("store%d", i)
		part, v := d.part(sums, i), d.vector()
		d.CMPQ(m.at("keep"), operand.U8(0))
		d.JE(operand.LabelRef(fresh))
		beta := d.vector()
		d.load(operand.Mem{Base: c}, which, 0, v)
		d.VBROADCASTSS(m.at("beta"), beta)
		d.VFMADD231PS(v, beta, part)
		d.Label(fresh)
		d.TESTQ(bias, bias)
		d.JZ(operand.LabelRef(store))
		d.load(operand.Mem{Base: bias}, which, 0, v)
		d.VADDPS(v, part, part)
		d.Label(store)
		d.store(part, which, 0, operand.Mem{Base: c})
		d.ADDQ(row, c)
	}
	d.VZEROUPPER()
	d.RET()
}

// part is a vector that begins with the sums of row i.
func (d *dot) part(sums reg.VecVirtual, i int) reg.VecVirtual {
	if i == 0 {
		part := d.vector()
		d.VMOVAPS(sums, part)
		return part
	}
	part := d.vector()
	switch {
	case d.lanes == 8:
		d.VEXTRACTF128(operand.U8(i), sums, part.AsX())
	case d.width() == 8:
		d.VEXTRACTF32X8(operand.U8(i), sums, part.AsY())
	default:
		d.VEXTRACTF32X4(operand.U8(i), sums, part.AsX())
	}
	return part
}
