package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// The methods below write one operation on vectors. What they return is a
// register of its own, but for those that say they change one. An operand.Op is
// a register or a constant.

// instruction is one with its form that reads a single element from memory.
type instruction struct{ whole, single func(...operand.Op) }

// issue writes an instruction whose first operand may be a constant in memory.
func (e *emitter) issue(i instruction, ops ...operand.Op) {
	if _, memory := ops[0].(operand.Mem); memory && e.lanes == 16 {
		i.single(ops...)
		return
	}
	i.whole(ops...)
}

func (e *emitter) fresh(i instruction, b operand.Op, a reg.VecVirtual) reg.VecVirtual {
	v := e.vector()
	e.issue(i, b, a, v)
	return v
}

// copy is a register with v.
func (e *emitter) copy(v operand.Op) reg.VecVirtual {
	to := e.vector()
	e.move(v, to)
	return to
}

// move is to = v.
func (e *emitter) move(v operand.Op, to reg.VecVirtual) {
	switch _, memory := v.(operand.Mem); {
	case !memory:
		e.VMOVAPS(v, to)
	case e.lanes == 16:
		e.VBROADCASTSS(v, to)
	default:
		e.VMOVUPS(v, to)
	}
}

// set is v = x in all lanes.
func (e *emitter) set(v reg.VecVirtual, x float32) { e.move(e.constant(x), v) }

// lift is v in a register, which is not to be overwritten.
func (e *emitter) lift(v operand.Op) reg.VecVirtual {
	if r, ok := v.(reg.VecVirtual); ok {
		return r
	}
	return e.copy(v)
}

// plus is a + b.
func (e *emitter) plus(a reg.VecVirtual, b operand.Op) reg.VecVirtual {
	return e.fresh(instruction{e.VADDPS, e.VADDPS_BCST}, b, a)
}

// minus is a - b.
func (e *emitter) minus(a, b operand.Op) reg.VecVirtual {
	return e.fresh(instruction{e.VSUBPS, e.VSUBPS_BCST}, b, e.lift(a))
}

// mul is a·b.
func (e *emitter) mul(a reg.VecVirtual, b operand.Op) reg.VecVirtual {
	return e.fresh(instruction{e.VMULPS, e.VMULPS_BCST}, b, a)
}

// div is a/b.
func (e *emitter) div(a, b operand.Op) reg.VecVirtual {
	return e.fresh(instruction{e.VDIVPS, e.VDIVPS_BCST}, b, e.lift(a))
}

// sqrt is √a.
func (e *emitter) sqrt(a reg.VecVirtual) reg.VecVirtual {
	v := e.vector()
	e.VSQRTPS(a, v)
	return v
}

// least is the smaller of a and b, and a if that is NaN.
func (e *emitter) least(a reg.VecVirtual, b operand.Op) reg.VecVirtual {
	return e.keepingNaN(e.VMINPS, a, b)
}

// most is the larger of a and b, and a if that is NaN.
func (e *emitter) most(a reg.VecVirtual, b operand.Op) reg.VecVirtual {
	return e.keepingNaN(e.VMAXPS, a, b)
}

// keepingNaN has a where the instruction takes its result from if one is NaN.
func (e *emitter) keepingNaN(op func(...operand.Op), a reg.VecVirtual, b operand.Op) reg.VecVirtual {
	v := e.vector()
	op(a, e.lift(b), v)
	return v
}

// and is a & b, bit by bit.
func (e *emitter) and(a reg.VecVirtual, b operand.Op) reg.VecVirtual {
	return e.fresh(instruction{e.VANDPS, e.VANDPS_BCST}, b, a)
}

// or is a | b, bit by bit.
func (e *emitter) or(a reg.VecVirtual, b operand.Op) reg.VecVirtual {
	return e.fresh(instruction{e.VORPS, e.VORPS_BCST}, b, a)
}

// xor is a ^ b, bit by bit.
func (e *emitter) xor(a reg.VecVirtual, b operand.Op) reg.VecVirtual {
	return e.fresh(instruction{e.VXORPS, e.VXORPS_BCST}, b, a)
}

// timesPlus changes p to p·x + c, rounded once.
func (e *emitter) timesPlus(p, x reg.VecVirtual, c operand.Op) {
	e.issue(instruction{e.VFMADD213PS, e.VFMADD213PS_BCST}, c, x, p)
}

// addMul changes acc to acc + a·b, rounded once.
func (e *emitter) addMul(acc, a reg.VecVirtual, b operand.Op) {
	e.issue(instruction{e.VFMADD231PS, e.VFMADD231PS_BCST}, b, a, acc)
}

// subMul changes acc to acc - a·b, rounded once.
func (e *emitter) subMul(acc, a reg.VecVirtual, b operand.Op) {
	e.issue(instruction{e.VFNMADD231PS, e.VFNMADD231PS_BCST}, b, a, acc)
}

// polynomial is c[0] + c[1]·x + c[2]·x² …, from the last to the first.
func (e *emitter) polynomial(x reg.VecVirtual, c ...float32) reg.VecVirtual {
	p := e.copy(e.constant(c[len(c)-1]))
	for i := len(c) - 2; i >= 0; i-- {
		e.timesPlus(p, x, e.constant(c[i]))
	}
	return p
}
