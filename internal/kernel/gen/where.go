package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// condition is a choice of lanes: a mask register, or the first bits of a
// vector's lanes.
type condition struct {
	k reg.OpmaskVirtual // AVX-512
	v reg.VecVirtual    // AVX2
}

// predicate is how two numbers are compared.
type predicate uint8

const (
	equal    predicate = 0x00
	less     predicate = 0x11 // false if one is NaN
	notEqual predicate = 0x04 // true if one is NaN
	more     predicate = 0x1e // false if one is NaN
	notLess  predicate = 0x15 // true if one is NaN
)

// where is the lanes in which a compares with b as it should.
func (e *emitter) where(a reg.VecVirtual, p predicate, b operand.Op) condition {
	if e.lanes == 16 {
		k := e.K()
		e.VCMPPS(operand.U8(uint8(p)), e.lift(b), a, k)
		return condition{k: k}
	}
	v := e.vector()
	e.VCMPPS(operand.U8(uint8(p)), b, a, v)
	return condition{v: v}
}

// negative is the lanes whose sign is minus, -0 included.
func (e *emitter) negative(x reg.VecVirtual) condition {
	if e.lanes == 16 {
		k := e.K()
		e.VPMOVD2M(x, k)
		return condition{k: k}
	}
	return condition{v: x}
}

// pick is a where c holds, else b.
func (e *emitter) pick(c condition, a, b operand.Op) reg.VecVirtual {
	v := e.vector()
	if e.lanes == 16 {
		e.issue(instruction{e.VBLENDMPS, e.VBLENDMPS_BCST}, a, e.lift(b), c.k, v)
	} else {
		e.VBLENDVPS(c.v, a, e.lift(b), v)
	}
	return v
}

// keep is a where c holds, else 0.
func (e *emitter) keep(c condition, a reg.VecVirtual) reg.VecVirtual {
	v := e.vector()
	if e.lanes == 16 {
		e.VMOVAPS_Z(a, c.k, v)
	} else {
		e.VANDPS(c.v, a, v)
	}
	return v
}

const (
	signBit   = 0x80000000
	otherBits = 0x7fffffff
)

// abs is |x|.
func (e *emitter) abs(x reg.VecVirtual) reg.VecVirtual { return e.and(x, e.bits(otherBits)) }

// minusAbs is -|x|.
func (e *emitter) minusAbs(x reg.VecVirtual) reg.VecVirtual { return e.or(x, e.bits(signBit)) }

// neg is -x.
func (e *emitter) neg(x reg.VecVirtual) reg.VecVirtual { return e.xor(x, e.bits(signBit)) }

// withSign is |y| with the sign of x.
func (e *emitter) withSign(y, x reg.VecVirtual) reg.VecVirtual {
	if e.lanes == 16 {
		v := e.copy(e.bits(signBit))
		e.VPTERNLOGD(operand.U8(0xca), y, x, v)
		return v
	}
	return e.or(e.abs(y), e.and(x, e.bits(signBit)))
}
