package main

// layerNorm is a row of LayerNorm: its mean, the squares about that, and what is
// made of them. Sums are by four lanes of four vectors, which are added in pairs.
//
// R0 is n, R1 y, R2 x, R3 w, R4 b. V16 is the mean, V17 rstd.
func (f *file) layerNorm() {
	of := []parameter{{"n", "int"}, {"y", "unsafe.Pointer"}, {"x", "unsafe.Pointer"}, {"w", "unsafe.Pointer"}, {"b", "unsafe.Pointer"},
		{"eps", "float32"}}
	f.begin("layerNormNEON", "layerNormNEON is y[i] = (x[i] - mean)·rstd·w[i] + b[i] for i < n.", of, "mean", "rstd")
	f.load(of[:5])
	f.op("SCVTFS R0, F18")
	f.sumRow("mean", func(v int, _ bool) { f.fadd(4+v, 4+v, v) })
	f.op("FDIVS F18, F4, F16")
	f.op("VDUP V16.S[0], V16.S4")
	f.sumRow("squares", func(v int, tail bool) {
		f.fsub(v, v, 16)
		if tail {
			f.clear(29)
			f.keepTail(v, 29)
		}
		f.fmla(4+v, v, v)
	})
	f.op("FDIVS F18, F4, F4")
	f.op("FMOVS eps+40(FP), F5")
	f.op("FADDS F5, F4, F4")
	f.op("FSQRTS F4, F4")
	f.op("FMOVS $1.0, F5")
	f.op("FDIVS F4, F5, F17")
	(&row{f, "norm", []int{2, 3, 4}, 1, func(bool) {
		f.fsub(0, 0, 16)
		f.fmulElement(0, 0, 17, 0)
		f.fmla(2, 0, 1)
		f.move(0, 2)
	}}).walk()
	f.op("FMOVS F16, mean+48(FP)")
	f.op("FMOVS F17, rstd+52(FP)")
	f.op("RET")
}

// sumRow adds up what add does of the row at R2, in V4 to V7, and then all in V4's
// first lane; sixteen elements at a time, and what is left by V4 alone.
func (f *file) sumRow(name string, add func(v int, tail bool)) {
	f.clear(4, 5, 6, 7)
	f.op("MOVD R0, R12")
	f.op("MOVD R2, R13")
	f.op("LSR $4, R0, R9")
	f.op("CBZ R9, %sRest", name)
	f.label(name + "Wide")
	f.op("FLDPQ.P 32(R13), (F0, F1)")
	f.op("FLDPQ.P 32(R13), (F2, F3)")
	for v := range 4 {
		add(v, false)
	}
	f.op("SUBS $1, R9")
	f.op("BNE %sWide", name)
	f.label(name + "Rest")
	f.op("AND $15, R0")
	(&row{f, name, []int{13}, 0, func(tail bool) { add(0, tail) }}).walk()
	f.op("MOVD R12, R0")
	f.fadd(4, 4, 6)
	f.fadd(5, 5, 7)
	f.fadd(4, 4, 5)
	f.total(4)
}
