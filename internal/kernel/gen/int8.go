package main

import (
	"github.com/mmcloughlin/avo/operand"
)

// int8Product is the product of rows quantised to unsigned bytes with columns
// quantised to signed ones.
func int8Product(src *source, files map[string][]byte) error {
	e := newEmitter(avx512, src)
	e.narrowPanels(int8s)
	e.rangeInt8()
	e.transposeInt8()
	e.ceiling(int8s)
	return e.printNarrow("int8", dispatch(avx512, "mulInt8Columns", upTo(avx512.rows)...), files)
}

// Where the records rowQuanta and columnQuanta of package kernel have what.
const (
	rowScale    = 0
	rowZero     = 4 * 16
	columnSum   = 0
	columnScale = 4 * 32
)

// dequantise makes float32s of the sums of bytes: of row i and column j,
// (sum - zero[i]·Σ_k b[k,j])·(scale[i]·scale[j]).
func (p *panel) dequantise() {
	m := p.operandsOf()
	rows, columns := m.get("rows"), m.get("columns")
	for i, sums := range p.acc {
		zero, scale := p.vector(), p.vector()
		p.VBROADCASTSS(operand.Mem{Base: rows, Disp: rowZero + 4*i}, zero)
		for v, sum := range sums {
			shift := p.vector()
			p.VPMULLD(operand.Mem{Base: columns, Disp: columnSum + v*p.bytes()}, zero, shift)
			p.VPSUBD(shift, sum, sum)
			p.VCVTDQ2PS(sum, sum)
		}
		p.VBROADCASTSS(operand.Mem{Base: rows, Disp: rowScale + 4*i}, scale)
		for v, sum := range sums {
			both := p.vector()
			p.VMULPS(operand.Mem{Base: columns, Disp: columnScale + v*p.bytes()}, scale, both)
			p.VMULPS(both, sum, sum)
		}
	}
}
