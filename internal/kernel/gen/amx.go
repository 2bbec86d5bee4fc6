package main

import (
	"fmt"
	"go/format"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// The tiles of a micro-kernel: two by two of sums, which two of A and two of B
// make. A tile is 16 rows of 64 bytes.
const (
	sumTiles  = 0 // and on, row by row
	aTiles    = 4
	bTiles    = 6
	tileBytes = 16 * 64
)

// tileKernel is a micro-kernel on tiles.
type tileKernel struct {
	*emitter
	name    string
	product string // the instruction that multiplies
	rows    int    // of tiles
	split   bool   // operands are sums of two, the smaller behind the larger

	aStep, bStep reg.GPVirtual // from row to row of a tile
}

// tileProduct is the products of AMX, and what packs A for them.
func tileProduct(src *source, files map[string][]byte) error {
	e := newEmitter(avx512, src)
	for _, k := range []tileKernel{
		{name: "BF16", product: "TDPBF16PS"},
		{name: "BF16x3", product: "TDPBF16PS", split: true},
		{name: "Int8", product: "TDPBUSD"},
	} {
		for k.rows = 1; k.rows <= 2; k.rows++ {
			k.emitter = e
			k.emit()
		}
	}
	e.tilesBF16()
	e.tilesInt8()
	asm, stubs, err := e.print()
	if err != nil {
		return fmt.Errorf("tiles: %w", err)
	}
	files["amx_kernels_amd64.s"] = asm
	files["amx_kernels_amd64.go"], err = format.Source(stubs)
	return err
}

// emit writes the kernel. It takes hold of the tiles and lets go of them, so
// that a goroutine has none whenever it may be moved.
func (k tileKernel) emit() {
	name := fmt.Sprintf("mul%sTiles%dAMX", k.name, k.rows)
	k.begin(name, "func(config *tileConfig, sums unsafe.Pointer, a unsafe.Pointer, b unsafe.Pointer, blocks int)")
	k.Doc(fmt.Sprintf("%s is a product of %d by 2 tiles; see tileUnit.", name, k.rows))
	config, sums, a, b, blocks := k.param("config"), k.param("sums"), k.param("a"), k.param("b"), k.param("blocks")
	k.onTiles("LDTILECFG", operand.Mem{Base: config})
	k.aStep, k.bStep = k.GP64(), k.GP64()
	k.MOVQ(operand.U32(64), k.aStep)
	k.MOVQ(operand.U32(128), k.bStep)
	walk := []reg.GPVirtual{a, b}
	if k.split {
		for _, larger := range walk[:2] {
			smaller := k.GP64()
			k.MOVQ(blocks, smaller)
			k.SHLQ(operand.U8(11), smaller) // 2 tiles
			k.ADDQ(larger, smaller)
			walk = append(walk, smaller)
		}
	}
	for t := range 2 * k.rows {
		k.onTiles("TILEZERO", operand.U8(sumTiles+t))
	}
	k.Label("loop")
	k.block(walk)
	for _, r := range walk {
		k.ADDQ(operand.U32(2*tileBytes), r)
	}
	k.DECQ(blocks)
	k.JNZ(operand.LabelRef("loop"))
	for t := range 2 * k.rows {
		k.onTiles("TILESTORED", operand.U8(sumTiles+t), operand.Mem{Base: sums, Index: k.bStep, Scale: 1, Disp: t/2*2*tileBytes + t%2*64})
	}
	k.onTiles("TILERELEASE")
	k.RET()
}

// block multiplies 64 bytes of each row of A. at is where A and B are, and
// their smaller summands.
func (k tileKernel) block(at []reg.GPVirtual) {
	k.loadA(at[0])
	k.loadB(at[1])
	k.multiplyTiles()
	if !k.split {
		return
	}
	k.loadB(at[3])
	k.multiplyTiles()
	k.loadA(at[2])
	k.loadB(at[1])
	k.multiplyTiles()
}

func (k tileKernel) loadA(a reg.GPVirtual) {
	for i := range k.rows {
		k.onTiles("TILELOADD", operand.Mem{Base: a, Index: k.aStep, Scale: 1, Disp: i * tileBytes}, operand.U8(aTiles+i))
	}
}

func (k tileKernel) loadB(b reg.GPVirtual) {
	for j := range 2 {
		k.onTiles("TILELOADD", operand.Mem{Base: b, Index: k.bStep, Scale: 1, Disp: j * 64}, operand.U8(bTiles+j))
	}
}

func (k tileKernel) multiplyTiles() {
	for i := range k.rows {
		for j := range 2 {
			k.onTiles(k.product, operand.U8(bTiles+j), operand.U8(aTiles+i), operand.U8(sumTiles+2*i+j))
		}
	}
}
