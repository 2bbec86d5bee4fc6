package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// exp2Series is (2^r - 1)/r ≈ ln 2 + …, minimax in |r| ≤ ½ to 1.3e-8.
var exp2Series = [...]float32{0.69314718, 0.24022649, 0.055503674, 0.0096183075, 0.0013387395, 0.00015383675}

// split is the whole number n next to t, and the rest, which t is changed to.
func (e *emitter) split(t reg.VecVirtual) (n, r reg.VecVirtual) {
	n = e.vector()
	e.round(t, n)
	e.VSUBPS(n, t, t)
	return n, t
}

// round is to = x to the nearest whole number.
func (e *emitter) round(x, to reg.VecVirtual) {
	if e.lanes == 16 {
		e.VRNDSCALEPS(operand.U8(8), x, to)
	} else {
		e.VROUNDPS(operand.U8(8), x, to)
	}
}

// exp2 is 2^t, for t between -250 and 129, or NaN; t is changed.
func (e *emitter) exp2(t reg.VecVirtual) reg.VecVirtual {
	n, r := e.split(t)
	p := e.polynomial(r, exp2Series[:]...)
	e.timesPlus(p, r, e.constant(1))
	e.scale(p, n)
	return p
}

// exp2Less1 is 2^t - 1, small ones without loss, for t between -100 and 0, or
// NaN; t is changed.
func (e *emitter) exp2Less1(t reg.VecVirtual) reg.VecVirtual {
	n, r := e.split(t)
	q := e.polynomial(r, exp2Series[:]...)
	e.VMULPS(r, q, q)
	s := e.power(n)
	y := e.minus(s, e.constant(1))
	e.addMul(y, s, q)
	return y
}

// power is 2ⁿ, a normal number; n is changed.
func (e *emitter) power(n reg.VecVirtual) reg.VecVirtual {
	if e.lanes == 16 {
		s := e.vector()
		e.VSCALEFPS(n, e.lift(e.constant(1)), s)
		return s
	}
	e.VCVTPS2DQ(n, n)
	e.VPSLLD(operand.U8(23), n, n)
	e.VPADDD(e.constant(1), n, n)
	return n
}
