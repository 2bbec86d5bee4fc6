package main

import (
	"math"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// exp is e^x, to 1 ulp; 0, +Inf and NaN as they should be, and results below
// the normal numbers too.
func (e *emitter) exp(x reg.VecVirtual) reg.VecVirtual {
	return e.expBelow(e.least(x, e.constant(expMax)))
}

// The arguments from which on e^x is +Inf and 0, and a little beyond.
const (
	expMax = 89
	expMin = -104
)

// expBelow is exp of what is expMax at most, or NaN: with x = n·ln 2 + r,
// |r| ≤ ln 2/2, 2ⁿ times a polynomial of r.
func (e *emitter) expBelow(x reg.VecVirtual) reg.VecVirtual {
	x = e.most(x, e.constant(expMin))
	n, r := e.reduce(x)
	p := e.polynomial(r, expSeries[:]...)
	e.scale(p, n)
	return p
}

// expLess1 is e^x - 1, small ones without loss, for x ≤ 0, to 2 ulp. It is -1 from
// -18 on.
func (e *emitter) expLess1(x reg.VecVirtual) reg.VecVirtual {
	n, r := e.reduce(e.most(x, e.constant(-40)))
	q := e.polynomial(r, expSeries[2:]...)
	e.timesPlus(q, e.mul(r, r), r)
	s := e.power(n)
	y := e.minus(s, e.constant(1))
	e.addMul(y, s, q)
	return y
}

// expSeries is e^r ≈ 1 + r + …, minimax in |r| ≤ ln 2/2 to 3e-9.
var expSeries = [...]float32{1, 1, 0.49999994, 0.16666521, 0.041668255, 0.008368662, 0.0013821446}

// ln 2 in two parts, of which the first times a number up to 2¹¹ is exact.
const (
	ln2Hi = 0x1.62e4p-1
	ln2Lo = math.Ln2 - ln2Hi
)

// reduce is n = x/ln 2 to the nearest whole number, and the rest r = x - n·ln 2,
// which x is changed to.
func (e *emitter) reduce(x reg.VecVirtual) (n, r reg.VecVirtual) {
	n = e.mul(x, e.constant(math.Log2E))
	e.round(n, n)
	e.subMul(x, n, e.constant(ln2Hi))
	e.subMul(x, n, e.constant(ln2Lo))
	return n, x
}

// scale changes p, which is between ½ and 2, to p·2ⁿ, rounded once. It changes
// n too.
func (e *emitter) scale(p, n reg.VecVirtual) {
	if e.lanes == 16 {
		e.VSCALEFPS(n, p, p)
		return
	}
	e.VCVTPS2DQ(n, n) // in two steps, since 2ⁿ need not be a normal number
	half := e.vector()
	e.VPSRAD(operand.U8(1), n, half)
	e.VPSUBD(half, n, n)
	e.VPSLLD(operand.U8(23), half, half)
	e.VPADDD(half, p, p)
	e.VPSLLD(operand.U8(23), n, n)
	e.VPADDD(e.constant(1), n, n)
	e.VMULPS(n, p, p)
}
