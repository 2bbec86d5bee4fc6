package main

import (
	"fmt"
	"math"
	"slices"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// constants are those of a function: some in registers, the rest in memory.
type constants struct {
	preload []uint32 // bits of those to be in registers
	used    []uint32 // bits of the others, in the order of first use
	held    map[uint32]reg.VecVirtual
}

// constant is v in all lanes: a register, which is not to be overwritten, or
// memory. Instructions take it through the emitter's arithmetic (see
// arithmetic.go), which knows that AVX-512 reads one element from memory.
func (e *emitter) constant(v float32) operand.Op { return e.bits(math.Float32bits(v)) }

// bits is constant of an integer or of a float's bits.
func (e *emitter) bits(b uint32) operand.Op {
	c := e.constants
	if v, ok := c.held[b]; ok {
		return v
	}
	if !slices.Contains(c.used, b) {
		c.used = append(c.used, b)
	}
	return e.inMemory(b)
}

// loadConstants puts as many into registers as may be there.
func (e *emitter) loadConstants() {
	c := e.constants
	c.used, c.held = nil, map[uint32]reg.VecVirtual{}
	for _, b := range c.preload {
		c.held[b] = e.vector()
		e.VBROADCASTSS(e.inMemory(b), c.held[b])
	}
}

// inMemory is the place of a constant. AVX2 has a whole vector there.
func (e *emitter) inMemory(b uint32) operand.Mem {
	name := fmt.Sprintf("all%08x", b)
	if !e.placed[name] {
		e.placed[name] = true
		at := e.StaticGlobal(name)
		e.DataAttributes(dataAttributes)
		n := 1
		if e.lanes == 8 {
			n = e.lanes
		}
		for i := range n {
			e.AddDatum(4*i, operand.U32(b))
		}
		return at
	}
	return operand.NewDataAddr(operand.NewStaticSymbol(name), 0)
}
