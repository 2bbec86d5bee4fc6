package main

import (
	"fmt"
	"strings"

	"github.com/mmcloughlin/avo/ir"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Neither avo nor Go's assembler knows AMX. Its instructions are written with
// avo under their names, with registers of tiles as numbers, and are replaced
// by bytes once the other registers have been allotted.

// vex is an instruction on tiles: of opcode map 0F38, 128 bits, width W0
// (Intel's manual, volume 2, section 2.3.5).
type vex struct {
	prefix byte // pp: 1 is 66, 2 is F3, 3 is F2
	opcode byte
	needs  string
}

var vexes = map[string]vex{
	"LDTILECFG":   {0, 0x49, "AMX-TILE"},
	"TILERELEASE": {0, 0x49, "AMX-TILE"},
	"TILEZERO":    {3, 0x49, "AMX-TILE"},
	"TILELOADD":   {3, 0x4b, "AMX-TILE"},
	"TILESTORED":  {2, 0x4b, "AMX-TILE"},
	"TDPBF16PS":   {2, 0x5c, "AMX-BF16"},
	"TDPBUSD":     {1, 0x5e, "AMX-INT8"},
}

// registers encodes an instruction without memory: second is the register in
// the prefix, third the last of the ModRM byte, to its middle.
func (x vex) registers(to, second, third int) []byte {
	return []byte{0xc4, 0xe2, byte(^second&15)<<3 | x.prefix, x.opcode, 0xc0 | byte(to)<<3 | byte(third)}
}

// place is where an instruction finds memory: base + index + disp, by numbers
// of registers. Without an index it is -1.
type place struct{ base, index, disp int }

// memory encodes an instruction with memory, in as few bytes as can be.
func (x vex) memory(tile int, m place) []byte {
	const noIndex = 4
	low := byte(noIndex)
	if m.index >= 0 {
		low = byte(m.index & 7)
	}
	not := func(n int) byte { return byte(^max(n, 0)>>3) & 1 }
	b := []byte{0xc4, 1<<7 | not(m.index)<<6 | not(m.base)<<5 | 2, 15<<3 | x.prefix, x.opcode}
	modrm, sib := byte(tile)<<3|4, low<<3|byte(m.base&7)
	if m.index < 0 && m.base&7 != 4 {
		modrm, sib = byte(tile)<<3|byte(m.base&7), 0
	}
	size := 4
	switch {
	case m.disp == 0 && m.base&7 != 5:
		size = 0
	case m.disp == int(int8(m.disp)):
		size = 1
	}
	b = append(b, modrm|[]byte{0, 1, 2, 2, 2}[size]<<6)
	if modrm&7 == 4 {
		b = append(b, sib)
	}
	for i := range size {
		b = append(b, byte(m.disp>>(8*i)))
	}
	return b
}

// onTiles writes an instruction, with operands in the order of Go's assembler.
func (e *emitter) onTiles(name string, operands ...operand.Op) {
	i := &ir.Instruction{Opcode: name, Operands: operands, ISA: []string{vexes[name].needs}}
	for _, o := range operands {
		if m, ok := o.(operand.Mem); ok {
			i.Inputs = append(i.Inputs, m)
		}
	}
	e.Instruction(i)
}

// encodeTiles makes an instruction on tiles its bytes.
func encodeTiles(i *ir.Instruction) error {
	x, ok := vexes[i.Opcode]
	if !ok {
		return nil
	}
	var tiles []int
	var b []byte
	where := place{index: -1}
	hasMemory := false
	for _, o := range i.Operands {
		switch o := o.(type) {
		case operand.U8:
			tiles = append(tiles, int(o))
		case operand.Mem:
			hasMemory = true
			base, index, err := numbersOf(o)
			if err != nil {
				return fmt.Errorf("%s: %w", i.Opcode, err)
			}
			where = place{base, index, o.Disp}
		}
	}
	tiles = append(tiles, 0, 0, 0)
	switch {
	case hasMemory:
		b = x.memory(tiles[0], where)
	case i.Opcode == "TILEZERO" || i.Opcode == "TILERELEASE":
		b = x.registers(tiles[0], 0, 0)
	default:
		b = x.registers(tiles[2], tiles[0], tiles[1])
	}
	i.Operands = []operand.Op{encoded(bytesAsText(b) + " // " + asText(i))}
	i.Opcode = "BYTE"
	return nil
}

// numbersOf is the registers of an address.
func numbersOf(m operand.Mem) (base, index int, err error) {
	number := func(r reg.Register) int {
		p, ok := r.(reg.Physical)
		if !ok {
			err = fmt.Errorf("%v is no register of the processor", r)
			return 0
		}
		return int(p.PhysicalIndex())
	}
	base, index = number(m.Base), -1
	if m.Index != nil {
		if index = number(m.Index); m.Scale != 1 || index == 4 {
			err = fmt.Errorf("%s cannot be encoded", m.Asm())
		}
	}
	return base, index, err
}

// bytesAsText is bytes as operands of BYTE, and of further ones.
func bytesAsText(b []byte) string {
	s := make([]string, len(b))
	for i, v := range b {
		s[i] = fmt.Sprintf("$0x%02x", v)
	}
	return strings.Join(s, "; BYTE ")
}

// asText is an instruction on tiles as Go's assembler would have it.
func asText(i *ir.Instruction) string {
	s := make([]string, len(i.Operands))
	for n, o := range i.Operands {
		s[n] = o.Asm()
		if t, ok := o.(operand.U8); ok {
			s[n] = fmt.Sprintf("T%d", t)
		}
	}
	return strings.TrimSpace(i.Opcode + " " + strings.Join(s, ", "))
}
