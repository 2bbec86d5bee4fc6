package main

import (
	"github.com/mmcloughlin/avo/reg"
)

// logistic is the parts of a sigmoid.
type logistic struct {
	left  condition      // x < 0
	e     reg.VecVirtual // e^-|x|
	whole reg.VecVirtual // 1 + e
}

// logistic computes e^-|x|, which neither overflows nor loses what is small.
func (e *emitter) logistic(x reg.VecVirtual) logistic {
	p := e.expBelow(e.minusAbs(x))
	return logistic{e.negative(x), p, e.plus(p, e.constant(1))}
}

// sigmoid is 1/(1 + e^-x), to 3 ulp.
func (e *emitter) sigmoid(x reg.VecVirtual) reg.VecVirtual {
	l := e.logistic(x)
	return e.div(e.pick(l.left, l.e, e.constant(1)), l.whole)
}

// sigmoidSlope is the sigmoid s, and its derivative s·(1 - s), without
// cancellation.
func (e *emitter) sigmoidSlope(x reg.VecVirtual) (s, slope reg.VecVirtual) {
	l := e.logistic(x)
	inverse := e.div(e.constant(1), l.whole)
	s = e.mul(inverse, e.pick(l.left, l.e, e.constant(1)))
	slope = e.mul(inverse, inverse)
	e.VMULPS(l.e, slope, slope)
	return s, slope
}

// tanh is the hyperbolic tangent, to 3 ulp: -E/(E + 2) with E = e^(-2|x|) - 1.
func (e *emitter) tanh(x reg.VecVirtual) reg.VecVirtual {
	m := e.expLess1(e.mul(e.abs(x), e.constant(-2)))
	return e.withSign(e.div(m, e.plus(m, e.constant(2))), x)
}

// oddCubic is u = c1·x + c3·x³, and x².
func (e *emitter) oddCubic(x reg.VecVirtual, c1, c3 float32) (u, square reg.VecVirtual) {
	square = e.mul(x, x)
	u = e.copy(e.constant(c3))
	e.timesPlus(u, square, e.constant(c1))
	e.VMULPS(x, u, u)
	return u, square
}
