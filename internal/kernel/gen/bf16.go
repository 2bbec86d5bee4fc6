package main

import (
	"fmt"
	"go/format"

	"github.com/mmcloughlin/avo/reg"
)

// operands is what the elements of a product's operands are. Those narrower
// than float32 lie in words of 32 bits, of so many k each, so that they are
// panels of float32 to everything but the multiplication.
type operands int

const (
	float32s operands = iota
	bf16s             // 2 in a word, float32 sums
	int8s             // 4 in a word: bytes of A from 0 on, signed ones of B; int32 sums
)

// String is what names of functions have, nothing for float32s.
func (o operands) String() string { return [...]string{"", "BF16", "Int8"}[o] }

// narrowProducts write the files of products of narrow operands.
var narrowProducts = []func(*source, map[string][]byte) error{bf16Product, int8Product, tileProduct, attendBF16}

// multiply adds b·x to sum, lane by lane.
func (p *panel) multiply(b, x, sum reg.VecVirtual) {
	switch p.operands {
	case float32s:
		p.VFMADD231PS(b, x, sum)
	case bf16s:
		p.dotBF16(b, x, sum)
	case int8s:
		p.dotInt8(b, x, sum)
	}
}

// narrowPanels writes the micro-kernels of packed operands.
func (e *emitter) narrowPanels(o operands) {
	for h := 1; h <= e.rows; h++ {
		p := &panel{emitter: e, layout: columns, height: h, width: 2, operands: o}
		p.emit()
	}
}

// bf16Product is the product of operands rounded to bfloat16.
func bf16Product(src *source, files map[string][]byte) error {
	e := newEmitter(avx512, src)
	e.narrowPanels(bf16s)
	e.transposeBF16()
	e.copyRowsBF16()
	e.copyColumnsBF16()
	e.ceiling(bf16s)
	return e.printNarrow("bf16", dispatch(avx512, "mulBF16Columns", upTo(avx512.rows)...), files)
}

// printNarrow makes the files of one kind of operands.
func (e *emitter) printNarrow(name, chooser string, files map[string][]byte) error {
	asm, stubs, err := e.print()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	name += "_avx512_amd64"
	files[name+".s"] = asm
	files[name+".go"], err = format.Source(fmt.Append(stubs, chooser))
	return err
}
