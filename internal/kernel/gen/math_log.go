package main

import (
	"math"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// logSeries is (log(1+f) - f + f²/2)/f³ ≈ 1/3 - …, minimax in -¼ ≤ f ≤ ½ so that
// log(1+f) is within 5e-9 of itself.
var logSeries = [...]float32{
	0.3333345, -0.25000107, 0.19990838, -0.16646951, 0.14477932, -0.13163681, 0.10470465, -0.045131817,
}

// Both parts of ln 2 are positive, so that infinite numbers of them add up.
const (
	logHi = 0x1.62ep-1
	logLo = math.Ln2 - logHi
)

// log is the natural logarithm, to 2 ulp: -Inf of 0, NaN below. With
// x = 2ⁿ·(1 + f), ¾ ≤ 1 + f < 3/2, it is n·ln 2 + log(1 + f).
func (e *emitter) log(x reg.VecVirtual) reg.VecVirtual {
	if e.lanes == 16 {
		n, f := e.parts(x)
		return e.logOf(n, f)
	}
	n, f := e.integerParts(x)
	return e.logEdges(e.logOf(n, f), x)
}

// logOf is n·ln 2 + log(1 + f).
func (e *emitter) logOf(n, f reg.VecVirtual) reg.VecVirtual {
	p := e.polynomial(f, logSeries[:]...)
	e.timesPlus(p, f, e.constant(-0.5))
	square := e.mul(f, f)
	rest := e.mul(n, e.constant(logLo))
	e.addMul(rest, p, square)
	e.VADDPS(f, rest, rest)
	e.addMul(rest, n, e.constant(logHi))
	return rest
}

// parts is n and f, by instructions that know all edges: of 0 and +Inf n is
// -Inf and +Inf, below 0 f is NaN.
func (e *emitter) parts(x reg.VecVirtual) (n, f reg.VecVirtual) {
	n, f = e.vector(), e.vector()
	e.VGETEXPPS(x, n)
	e.VGETMANTPS(operand.U8(0x0b), x, f)
	halved := e.where(f, less, e.constant(1))
	e.VADDPS(e.lift(e.constant(1)), n, halved.k, n)
	e.VSUBPS(e.lift(e.constant(1)), f, f)
	return n, f
}

// integerParts is n and f of what is positive and finite. Denormals are made
// normal first.
func (e *emitter) integerParts(x reg.VecVirtual) (n, f reg.VecVirtual) {
	small := e.where(x, less, e.constant(0x1p-126))
	b := e.pick(small, e.mul(x, e.constant(0x1p23)), x)
	three := e.bits(math.Float32bits(0.75))
	e.VPSUBD(three, b, b)
	n = e.vector()
	e.VPSRAD(operand.U8(23), b, n)
	e.VCVTDQ2PS(n, n)
	e.VSUBPS(e.keep(small, e.lift(e.constant(23))), n, n)
	e.VPAND(e.bits(1<<23-1), b, b)
	e.VPADDD(three, b, b)
	return n, e.minus(b, e.constant(1))
}

// logEdges is y = log x with what is not positive and finite seen to.
func (e *emitter) logEdges(y, x reg.VecVirtual) reg.VecVirtual {
	y = e.pick(e.where(x, notLess, e.constant(float32(math.Inf(1)))), x, y)
	y = e.pick(e.where(x, equal, e.constant(0)), e.constant(float32(math.Inf(-1))), y)
	below := e.where(x, less, e.constant(0))
	return e.or(y, below.v)
}

// log1pSeries is log(1+t)/t ≈ 1 - t/2 + …, minimax in 0 ≤ t ≤ 1 to 5e-9.
var log1pSeries = [...]float32{
	1, -0.4999993, 0.33330467, -0.24958074, 0.19692490, -0.15346260, 0.10663869, -0.057488006, 0.0201045, -0.0032949171,
}

// log1p is log(1 + t) for t between 0 and 1.
func (e *emitter) log1p(t reg.VecVirtual) reg.VecVirtual {
	p := e.polynomial(t, log1pSeries[:]...)
	e.VMULPS(t, p, p)
	return p
}
