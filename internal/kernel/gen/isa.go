package main

import (
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// isa is an instruction set: how wide its vectors are and how many fit.
type isa struct {
	name  string
	lanes int // float32s in a vector
	rows  int // of the largest tile of two vectors' columns
}

var (
	avx512 = isa{"AVX512", 16, 14}
	avx2   = isa{"AVX2", 8, 6}
)

// bytes is the size of a vector.
func (s isa) bytes() int { return 4 * s.lanes }

// emitter writes functions for one instruction set.
type emitter struct {
	*build.Context
	isa
	pkg       *source
	table     operand.Mem     // of masks, for AVX2
	constants *constants      // of the function that is written, where it has any
	placed    map[string]bool // constants that are in memory
}

// vector is a register that holds lanes.
func (e *emitter) vector() reg.VecVirtual {
	if e.lanes == 16 {
		return e.ZMM()
	}
	return e.YMM()
}

func (e *emitter) vectors(n int) []reg.VecVirtual {
	vs := make([]reg.VecVirtual, n)
	for i := range vs {
		vs[i] = e.vector()
	}
	return vs
}

func (e *emitter) clear(v reg.VecVirtual) {
	if e.lanes == 16 {
		e.VPXORD(v, v, v)
	} else {
		e.VXORPS(v, v, v)
	}
}

// masks chooses the first n of several vectors' lanes.
type masks struct {
	k []reg.OpmaskVirtual // AVX-512
	v []operand.Mem       // AVX2: where the masks lie
}

// all says whether no lane is left out: the zero masks.
func (m masks) all() bool { return m.k == nil && m.v == nil }

// first makes masks of the first n lanes, n in a register, of count vectors.
func (e *emitter) first(n reg.Register, count int) masks {
	var m masks
	if e.lanes == 16 {
		bits := e.GP64()
		e.MOVQ(operand.I32(-1), bits)
		e.BZHIQ(n, bits, bits)
		for v := range count {
			m.k = append(m.k, e.K())
			e.KMOVW(bits.As32(), m.k[v])
			if v+1 < count {
				e.SHRQ(operand.U8(16), bits)
			}
		}
		return m
	}
	at := e.GP64()
	e.LEAQ(e.table, at)
	back := e.GP64()
	e.MOVQ(n, back)
	e.NEGQ(back)
	e.LEAQ(operand.Mem{Base: at, Index: back, Scale: 4, Disp: 4 * maskTable}, at)
	for v := range count {
		m.v = append(m.v, operand.Mem{Base: at, Disp: v * e.bytes()})
	}
	return m
}

// maskTable is how many ones, and then zeros, the table of masks has.
const maskTable = 16

// declareMasks writes the table that AVX2's masks are read from.
func (e *emitter) declareMasks() {
	if e.lanes == 16 {
		return
	}
	e.table = e.StaticGlobal("masks" + e.name)
	e.DataAttributes(dataAttributes)
	for i := range 2 * maskTable {
		v := uint32(0xffffffff)
		if i >= maskTable {
			v = 0
		}
		e.AddDatum(4*i, operand.U32(v))
	}
}

// load reads the lanes of the v-th mask; the others become zero.
func (e *emitter) load(from operand.Mem, m masks, v int, to reg.VecVirtual) {
	if e.lanes == 16 {
		e.VMOVUPS_Z(from, m.k[v], to)
		return
	}
	e.VMOVUPS(m.v[v], to)
	e.VMASKMOVPS(from, to, to)
}

// store writes the lanes of the v-th mask.
func (e *emitter) store(from reg.VecVirtual, m masks, v int, to operand.Mem) {
	if e.lanes == 16 {
		e.VMOVUPS(from, m.k[v], to)
		return
	}
	mask := e.vector()
	e.VMOVUPS(m.v[v], mask)
	e.VMASKMOVPS(from, mask, to)
}
