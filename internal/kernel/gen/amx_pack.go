package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// tilesBF16 packs A for tiles of bfloat16s.
func (e *emitter) tilesBF16() {
	name := "copyTilesBF16" + e.name
	e.begin(name, fmt.Sprintf("func(dst unsafe.Pointer, dstStep int, src unsafe.Pointer, places *[%d]int, k int)", e.lanes))
	e.Doc(name+" rounds lines to tiles, one every dstStep bytes: row i of tile t is elements",
		fmt.Sprintf("32·t to 32·t + 31 at src + places[i], i < %d, 32·t < k; from the k-th on they are 0.", e.lanes))
	src, places := e.param("src"), e.param("places")
	e.tilesOf(src, 2, func(m masks) func(int, reg.VecVirtual) { return e.roundedPlaces(src, places, e.alongLine, m) })
}

// tilesInt8 packs A for tiles of bytes.
func (e *emitter) tilesInt8() {
	name := "copyTilesInt8" + e.name
	e.begin(name, fmt.Sprintf("func(dst unsafe.Pointer, dstStep int, src unsafe.Pointer, places *[%d]int, k int, inverse *[%d]float32, zero *[%d]int32)", e.lanes, e.lanes, e.lanes))
	e.Doc(name+" quantises lines to tiles, one every dstStep bytes: row i of tile t is elements",
		fmt.Sprintf("64·t to 64·t + 63 at src + places[i], i < %d, 64·t < k: x becomes x·inverse[i], rounded,", e.lanes),
		"+ zero[i], within [0, 255]. Elements from the k-th on become zero[i].")
	src, places, order := e.param("src"), e.param("places"), e.unpacked()
	e.tilesOf(src, 4, func(m masks) func(int, reg.VecVirtual) { return e.quantised(src, places, order, m) })
}

// tilesOf stores rows of tiles, each of so many vectors of a line, which load
// makes one.
func (e *emitter) tilesOf(src reg.GPVirtual, vectors int, load func(m masks) func(i int, v reg.VecVirtual)) {
	dst, step, k := e.param("dst"), e.param("dstStep"), e.param("k")
	tile := func(m masks) {
		row := load(m)
		for i := range e.lanes {
			v := e.vector()
			row(i, v)
			e.VMOVUPS(v, operand.Mem{Base: dst, Disp: i * e.bytes()})
		}
	}
	e.SUBQ(operand.U8(vectors*e.lanes), k)
	e.JL(operand.LabelRef("tail"))
	e.Label("loop")
	tile(masks{})
	e.ADDQ(step, dst)
	e.ADDQ(operand.I32(vectors*e.bytes()), src)
	e.SUBQ(operand.U8(vectors*e.lanes), k)
	e.JGE(operand.LabelRef("loop"))
	e.Label("tail")
	e.ADDQ(operand.U8(vectors*e.lanes), k)
	e.JZ(operand.LabelRef("done"))
	tile(e.first(k, vectors))
	e.Label("done")
	e.VZEROUPPER()
	e.RET()
}
