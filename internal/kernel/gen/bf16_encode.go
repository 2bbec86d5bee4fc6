package main

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/mmcloughlin/avo/ir"
	"github.com/mmcloughlin/avo/reg"
)

// avo knows neither AVX512_BF16 nor AVX512_VNNI, and Go's assembler not the
// first. Their instructions are written as others of the same operands, which
// nothing else here uses; once registers have been allotted, these are replaced.
const (
	standsForDotBF16   = "VFMADDSUB231PS"
	standsForRoundBF16 = "VPMULHRSW"
	standsForDotInt8   = "VFMSUBADD231PS"
)

// dotBF16 is sum += b[2i]·x[2i] + b[2i+1]·x[2i+1] in each lane i.
func (e *emitter) dotBF16(b, x, sum reg.VecVirtual) { e.VFMADDSUB231PS(b, x, sum) }

// roundBF16 puts x, rounded, into the low half of to, and y into the high half.
func (e *emitter) roundBF16(x, y, to reg.VecVirtual) { e.VPMULHRSW(x, y, to) }

// dotInt8 is sum += Σ x[4i+j]·b[4i+j], j < 4, of unsigned x and signed b.
func (e *emitter) dotInt8(b, x, sum reg.VecVirtual) { e.VFMSUBADD231PS(b, x, sum) }

// evex is an instruction on three 512-bit registers, of opcode map 0F38, width
// W0, without a mask (Intel's manual, volume 2, section 2.7).
type evex struct {
	name   string
	prefix byte // pp: 2 is F3, 3 is F2
	opcode byte
}

var (
	vdpbf16ps      = evex{"VDPBF16PS", 2, 0x52}
	vcvtne2ps2bf16 = evex{"VCVTNE2PS2BF16", 3, 0x72}
)

// bytes encodes to, second, third, which are numbers of registers: in Intel's
// order of operands.
func (x evex) bytes(to, second, third int) [6]byte {
	not := func(n, bit int) byte { return byte(^n>>bit) & 1 }
	const map0F38, vectors512 = 2, 2
	return [6]byte{
		0x62,
		not(to, 3)<<7 | not(third, 4)<<6 | not(third, 3)<<5 | not(to, 4)<<4 | map0F38,
		byte(^second&15)<<3 | 1<<2 | x.prefix,
		vectors512<<5 | not(second, 4)<<3,
		x.opcode,
		0xc0 | byte(to&7)<<3 | byte(third&7),
	}
}

// encode replaces the instructions that stand for others.
func encode(f *ir.File) error {
	for _, fn := range f.Functions() {
		for _, n := range fn.Nodes {
			i, ok := n.(*ir.Instruction)
			if !ok {
				continue
			}
			if err := replace(i, fn); err != nil {
				return fmt.Errorf("%s: %w", fn.Name, err)
			}
		}
	}
	return nil
}

// replace makes an instruction the one that it stands for, if it does.
func replace(i *ir.Instruction, fn *ir.Function) error {
	needs, x := "AVX512_BF16", evex{}
	switch i.Opcode {
	case standsForDotInt8:
		i.Opcode, needs = "VPDPBUSD", "AVX512_VNNI"
	case standsForDotBF16:
		x = vdpbf16ps
	case standsForRoundBF16:
		x = vcvtne2ps2bf16
	default:
		return encodeTiles(i)
	}
	if !slices.Contains(fn.ISA, needs) {
		fn.ISA = append(fn.ISA, needs)
	}
	if x.name == "" {
		return nil
	}
	var r [3]int
	for o, op := range i.Operands {
		v, ok := op.(reg.VecPhysical)
		if !ok || len(i.Operands) != 3 || len(i.Suffixes) > 0 {
			return fmt.Errorf("%s %v: want three registers", i.Opcode, i.Operands)
		}
		r[o] = int(v.PhysicalIndex())
	}
	b := x.bytes(r[2], r[1], r[0])
	i.Opcode, i.Operands = "LONG", i.Operands[:1]
	i.Operands[0] = encoded(fmt.Sprintf("$0x%08x; WORD $0x%04x // %s Z%d, Z%d, Z%d",
		binary.LittleEndian.Uint32(b[:]), binary.LittleEndian.Uint16(b[4:]), x.name, r[0], r[1], r[2]))
	return nil
}

// encoded is an instruction's bytes, and the instruction as a comment.
type encoded string

// Asm is how it is written.
func (e encoded) Asm() string { return string(e) }
