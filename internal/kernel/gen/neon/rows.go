package main

// rowKernels writes what softmax and LayerNorm are made of, for one row of n ≥ 1
// elements. Four elements are done at a time; those that are left, with zeros
// beyond, by the same instructions, so that bits do not depend on the place.
func rowKernels(f *file) {
	exponentials(f)
	f.exp()
	f.expSum()
	f.highest()
	f.scale()
	f.layerNorm()
}

// row walks along a row: n elements, R0, of the slices at some registers. body
// makes of vectors that were read vectors that are to be written; what is read
// by the i-th register is in V0 for the first, V1 for the next, and so on.
type row struct {
	*file
	name  string // of its labels
	reads []int  // registers with addresses, which are moved on
	write int    // a register with an address, or 0; V0 is written
	body  func(tail bool)
}

func (r *row) walk() {
	r.op("AND $3, R0, R8")
	r.op("LSR $2, R0, R9")
	r.op("CBZ R9, %sTail", r.name)
	r.label(r.name + "Loop")
	for v, from := range r.reads {
		r.op("FMOVQ.P 16(R%d), F%d", from, v)
	}
	r.body(false)
	if r.write > 0 {
		r.op("FMOVQ.P F0, 16(R%d)", r.write)
	}
	r.op("SUBS $1, R9")
	r.op("BNE %sLoop", r.name)
	r.label(r.name + "Tail")
	r.op("CBZ R8, %sDone", r.name)
	for v, from := range r.reads {
		r.loadTail(v, from)
	}
	r.body(true)
	if r.write > 0 {
		r.storeTail()
	}
	r.label(r.name + "Done")
}

// loadTail reads R8 elements, 1 to 3; the others become zero.
func (r *row) loadTail(v, from int) {
	end := r.file.next()
	r.op("FMOVS (R%d), F%d", from, v)
	r.op("TBZ $1, R8, %s", end)
	r.op("FMOVD (R%d), F%d", from, v)
	r.op("TBZ $0, R8, %s", end)
	r.op("ADD $8, R%d, R10", from)
	r.op("VLD1 (R10), V%d.S[2]", v)
	r.label(end)
}

// storeTail writes R8 elements of V0.
func (r *row) storeTail() {
	two, end := r.file.next(), r.file.next()
	r.op("TBNZ $1, R8, %s", two)
	r.op("FMOVS F0, (R%d)", r.write)
	r.op("JMP %s", end)
	r.label(two)
	r.op("FMOVD F0, (R%d)", r.write)
	r.op("TBZ $0, R8, %s", end)
	r.op("ADD $8, R%d, R10", r.write)
	r.op("VST1 V0.S[2], (R10)")
	r.label(end)
}

// keepTail makes what lies beyond the end in a vector equal to the same places of
// another, by the mask that begins R8 elements before the end of the ones.
func (f *file) keepTail(v, other int) {
	f.op("MOVD $neonMasks<>(SB), R10")
	f.op("SUB R8<<2, R10, R11")
	f.op("FMOVQ 16(R11), F30")
	f.op("VBIF V30.B16, V%d.B16, V%d.B16", other, v)
}

func (f *file) exp() {
	of := []parameter{{"n", "int"}, {"y", "unsafe.Pointer"}, {"x", "unsafe.Pointer"}}
	f.begin("expNEON", "expNEON is y[i] = e^x[i] for i < n.", of)
	f.load(of)
	f.expConstants()
	(&row{f, "exp", []int{2}, 1, func(bool) { f.expOf() }}).walk()
	f.op("RET")
}

func (f *file) expSum() {
	of := []parameter{{"n", "int"}, {"y", "unsafe.Pointer"}, {"x", "unsafe.Pointer"}, {"shift", "float32"}}
	f.begin("expSumNEON", "expSumNEON is y[i] = e^(x[i]-shift) for i < n, and their sum, by four lanes.", of, "sum")
	f.load(of[:3])
	f.op("FMOVS shift+24(FP), F28")
	f.op("VDUP V28.S[0], V28.S4")
	f.expConstants()
	f.clear(4, 29)
	(&row{f, "exp", []int{2}, 1, func(tail bool) {
		f.fsub(0, 0, 28)
		f.expOf()
		if tail {
			f.keepTail(0, 29)
		}
		f.fadd(4, 4, 0)
	}}).walk()
	f.total(4)
	f.op("FMOVS F4, sum+32(FP)")
	f.op("RET")
}

func (f *file) highest() {
	of := []parameter{{"n", "int"}, {"x", "unsafe.Pointer"}}
	f.begin("highestNEON", "highestNEON is the largest x[i], i < n, that is not NaN, -Inf if there is none.", of, "top")
	f.load(of)
	f.op("MOVW $0xff800000, R10")
	f.op("VDUP R10, V4.S4")
	(&row{f, "top", []int{1}, 0, func(tail bool) {
		if tail {
			f.keepTail(0, 4)
		}
		f.fmaxnm(4, 4, 0)
	}}).walk()
	f.op("VEXT $8, V4.B16, V4.B16, V5.B16")
	f.fmaxnm(4, 4, 5)
	f.op("VEXT $4, V4.B16, V4.B16, V5.B16")
	f.fmaxnm(4, 4, 5)
	f.op("FMOVS F4, top+16(FP)")
	f.op("RET")
}

func (f *file) scale() {
	of := []parameter{{"n", "int"}, {"y", "unsafe.Pointer"}, {"x", "unsafe.Pointer"}, {"a", "float32"}}
	f.begin("scaleNEON", "scaleNEON is y[i] = a·x[i] for i < n.", of)
	f.load(of[:3])
	f.op("FMOVS a+24(FP), F28")
	(&row{f, "scale", []int{2}, 1, func(bool) { f.fmulElement(0, 0, 28, 0) }}).walk()
	f.op("RET")
}

// clear sets vectors to 0.
func (f *file) clear(vs ...int) {
	for _, v := range vs {
		f.op("VEOR V%d.B16, V%d.B16, V%d.B16", v, v, v)
	}
}

// total adds up the lanes of a vector, in pairs.
func (f *file) total(v int) {
	f.faddp(v, v, v)
	f.faddp(v, v, v)
}
