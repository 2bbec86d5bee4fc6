package main

// open lets the sums begin with 0, or with what an earlier part of k came to.
func (p *panel) open() {
	if p.layout != strided {
		p.op("MOVD micro_sums(R0), R6")
		p.op("CBNZ R6, carry")
	}
	for v := range p.height * p.width {
		p.op("VEOR V%d.B16, V%d.B16, V%d.B16", v, v, v)
	}
	if p.layout == strided {
		return
	}
	p.op("JMP open")
	p.label("carry")
	p.op("MOVD micro_sumsRow(R0), R7")
	p.each("R6", "R7", func(v, offset int) { p.op("FLDPQ %d(R6), (F%d, F%d)", offset, v, v+1) })
	p.label("open")
}

// finish makes C of the sums and returns: alpha·sum + beta·C + bias.
func (p *panel) finish() {
	p.op("FMOVS micro_alpha(R0), F24")
	for v := range p.height * p.width {
		p.fmulElement(v, v, 24, 0)
	}
	p.op("MOVD micro_cRow(R0), R2")
	p.op("MOVD micro_keep(R0), R6")
	p.op("CBZ R6, fresh")
	p.op("FMOVS micro_beta(R0), F24")
	p.eachC(func(v, offset int) {
		p.op("FLDPQ %d(R1), (F25, F26)", offset)
		p.fmlaElement(v, 25, 24, 0)
		p.fmlaElement(v+1, 26, 24, 0)
	})
	p.label("fresh")
	p.op("MOVD micro_bias(R0), R3")
	p.op("CBZ R3, store")
	for v := 0; v < p.width; v += 2 {
		p.loadB(v, 24)
		for i := range p.height {
			p.fadd(i*p.width+v, i*p.width+v, 24)
			p.fadd(i*p.width+v+1, i*p.width+v+1, 25)
		}
	}
	p.label("store")
	p.eachC(func(v, offset int) { p.op("FSTPQ (F%d, F%d), %d(R1)", v, v+1, offset) })
	p.op("RET")
}

// eachC calls f with the first of each two sums, and where they belong after R1.
func (p *panel) eachC(f func(v, offset int)) {
	p.op("MOVD micro_c(R0), R1")
	p.each("R1", "R2", f)
}

// each does so for a tile that begins at one register, with rows apart by another.
func (p *panel) each(at, row string, f func(v, offset int)) {
	for i := range p.height {
		for v := 0; v < p.width; v += 2 {
			f(i*p.width+v, 16*v)
		}
		if i+1 < p.height {
			p.op("ADD %s, %s", row, at)
		}
	}
}
