package main

import (
	"math"

	"github.com/mmcloughlin/avo/reg"
)

// erfcSeries is log₂(1 - erf a)/a ≈ -2/√π·log₂ e + …, minimax in 0 ≤ a ≤ 4 so that
// erf a is within 6e-9 of itself.
var erfcSeries = [...]float32{
	-1.627907, -0.91844743, -0.1482795, 0.027643599, 0.00020534931,
	-0.0023742346, 0.0008935044, -0.00016349407, 1.2569204e-05,
}

// erf is the error function, to 3 ulp, as 1 - 2^log₂(1 - erf |x|). It is ±1 from 4 on.
func (e *emitter) erf(x reg.VecVirtual) reg.VecVirtual {
	a := e.least(e.abs(x), e.constant(4))
	t := e.polynomial(a, erfcSeries[:]...)
	e.VMULPS(a, t, t)
	return e.withSign(e.exp2Less1(t), x)
}

// tailSeries is log₂ Φ(-a) ≈ -1 - …, minimax in 0 ≤ a ≤ 14.2 so that a·Φ(-a) is
// within 8e-9. At its end, and from there on, Φ(-a) is 0.
var tailSeries = [...]float32{
	-1.0, -1.1511075, -0.45918965, -0.05254299, 0.007110124, -0.00014728321,
	-0.00020040375, 5.0687333e-05, -6.059679e-06, 3.6197798e-07, -8.508379e-09,
}

const tailEnd = 14.2

// normal is Φ(x), the normal distribution, so that x·Φ(x) is within
// 1e-7·max(1, |x|).
func (e *emitter) normal(x reg.VecVirtual) reg.VecVirtual {
	a := e.least(e.abs(x), e.constant(tailEnd))
	tail := e.exp2(e.polynomial(a, tailSeries[:]...))
	return e.pick(e.negative(x), tail, e.minus(e.constant(1), tail))
}

// slopeSeries is (Φ(-a) - a·φ(a))·e^(a²/2) ≈ ½ - …, minimax in 0 ≤ a ≤ 6.5 so that
// Φ(-a) - a·φ(a) is within 7e-8.
var slopeSeries = [...]float32{
	0.5, -0.79788065, 0.24993117, -0.13256316, 0.061245464, -0.024411332,
	0.008003475, -0.0020006404, 0.00034606882, -3.605146e-05, 1.6788757e-06,
}

// normalSlope is Φ(x) + x·φ(x), the derivative of x·Φ(x).
func (e *emitter) normalSlope(x reg.VecVirtual) reg.VecVirtual {
	a := e.abs(x)
	t := e.mul(a, a)
	t = e.mul(t, e.constant(-math.Log2E/2))
	d := e.exp2(e.most(t, e.constant(-150)))
	r := e.polynomial(e.least(a, e.constant(6.5)), slopeSeries[:]...)
	e.VMULPS(r, d, d)
	return e.pick(e.negative(x), d, e.minus(e.constant(1), d))
}
