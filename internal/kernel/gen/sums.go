package main

import (
	"math"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// startSums makes the accumulators of a pass.
func (l *loop) startSums(p *pass, unroll int) {
	l.acc = map[string][]reg.VecVirtual{}
	for _, s := range p.sums {
		l.acc[s] = l.vectors(unroll)
		for _, v := range l.acc[s] {
			l.clear(v)
		}
	}
	for _, t := range p.tops {
		l.acc[t] = l.vectors(unroll)
		for _, v := range l.acc[t] {
			l.set(v, float32(math.Inf(-1)))
		}
	}
}

// totals makes one value of each accumulator, in all lanes.
func (l *loop) totals(p *pass) {
	for _, s := range p.sums {
		l.values[s] = l.total(l.acc[s], l.VADDPS)
	}
	for _, t := range p.tops {
		l.values[t] = l.total(l.acc[t], l.VMAXPS)
	}
}

// total combines accumulators, and then lanes, in pairs: the first with the
// middle one and so on.
func (e *emitter) total(acc []reg.VecVirtual, op func(...operand.Op)) reg.VecVirtual {
	for n := len(acc); n > 1; n = (n + 1) / 2 {
		for i := range n / 2 {
			op(acc[(n+1)/2+i], acc[i], acc[i])
		}
	}
	v, t := acc[0], e.vector()
	if e.lanes == 16 {
		e.VSHUFF32X4(operand.U8(0x4e), v, v, t)
		op(t, v, v)
		e.VSHUFF32X4(operand.U8(0xb1), v, v, t)
	} else {
		e.VPERM2F128(operand.U8(0x01), v, v, t)
	}
	op(t, v, v)
	e.VPERMILPS(operand.U8(0x4e), v, t)
	op(t, v, v)
	e.VPERMILPS(operand.U8(0xb1), v, t)
	op(t, v, v)
	return v
}
