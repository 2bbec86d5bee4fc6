package main

import (
	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/gotypes"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// vec is a register that holds lanes.
type vec = reg.VecVirtual

const dataAttributes = attr.RODATA | attr.NOPTR

// begin starts a function.
func (e *emitter) begin(name, signature string) {
	e.Function(name)
	e.Attributes(attr.NOSPLIT)
	e.Pragma("noescape")
	e.Signature(e.pkg.signature(signature))
}

// operandsOf loads the parameter m, whose fields are then at hand.
func (e *emitter) operandsOf() fields { return fields{e, e.Dereference(e.Param("m"))} }

// fields are those of the parameter m, a struct.
type fields struct {
	*emitter
	m gotypes.Component
}

// get loads a field.
func (f fields) get(name string) reg.GPVirtual {
	r := f.GP64()
	f.MOVQ(f.at(name), r)
	return r
}

// at is where a field lies.
func (f fields) at(name string) operand.Mem {
	return address(f.m.Field(name))
}

func address(c gotypes.Component) operand.Mem {
	b, err := c.Resolve()
	if err != nil {
		panic(err)
	}
	return b.Addr
}

// param loads a parameter.
func (e *emitter) param(name string) reg.GPVirtual {
	r := e.GP64()
	e.MOVQ(address(e.Param(name)), r)
	return r
}

// times is n times r, for n up to 5 that an address can express: 3 or 5.
func (e *emitter) times(r reg.GPVirtual, n uint8) reg.GPVirtual {
	t := e.GP64()
	e.LEAQ(operand.Mem{Base: r, Index: r, Scale: n - 1}, t)
	return t
}
