package main

// Instructions on four float32s that Go's assembler has no name for, by their
// names in the Arm Architecture Reference Manual (DDI 0487, C7.2). The first
// register is the one written.

// three is an instruction of three vectors.
func (f *file) three(code uint32, name string, d, n, m int) {
	f.word(code|uint32(m)<<16|uint32(n)<<5|uint32(d), "%s v%d.4s, v%d.4s, v%d.4s", name, d, n, m)
}

func (f *file) fadd(d, n, m int)   { f.three(0x4e20d400, "fadd", d, n, m) }
func (f *file) fsub(d, n, m int)   { f.three(0x4ea0d400, "fsub", d, n, m) }
func (f *file) fmul(d, n, m int)   { f.three(0x6e20dc00, "fmul", d, n, m) }
func (f *file) fmla(d, n, m int)   { f.three(0x4e20cc00, "fmla", d, n, m) }
func (f *file) faddp(d, n, m int)  { f.three(0x6e20d400, "faddp", d, n, m) }
func (f *file) fmls(d, n, m int)   { f.three(0x4ea0cc00, "fmls", d, n, m) }
func (f *file) fmax(d, n, m int)   { f.three(0x4e20f400, "fmax", d, n, m) }
func (f *file) fmin(d, n, m int)   { f.three(0x4ea0f400, "fmin", d, n, m) }
func (f *file) fmaxnm(d, n, m int) { f.three(0x4e20c400, "fmaxnm", d, n, m) }

// element is an instruction of two vectors and one element of a third.
func (f *file) element(code uint32, name string, d, n, m, index int) {
	l, h := uint32(index&1), uint32(index>>1)
	f.word(code|l<<21|uint32(m)<<16|h<<11|uint32(n)<<5|uint32(d), "%s v%d.4s, v%d.4s, v%d.s[%d]", name, d, n, m, index)
}

// fmlaElement is d += n·m[index].
func (f *file) fmlaElement(d, n, m, index int) { f.element(0x4f801000, "fmla", d, n, m, index) }

// fmulElement is d = n·m[index].
func (f *file) fmulElement(d, n, m, index int) { f.element(0x4f809000, "fmul", d, n, m, index) }

// two is an instruction of two vectors.
func (f *file) two(code uint32, name string, d, n int) {
	f.word(code|uint32(n)<<5|uint32(d), "%s v%d.4s, v%d.4s", name, d, n)
}

// frintn rounds to the nearest whole number, fcvtns makes it an integer.
func (f *file) frintn(d, n int) { f.two(0x4e218800, "frintn", d, n) }
func (f *file) fcvtns(d, n int) { f.two(0x4e21a800, "fcvtns", d, n) }

// sshr1 halves integers, rounding down.
func (f *file) sshr1(d, n int) {
	f.word(0x4f3f0400|uint32(n)<<5|uint32(d), "sshr v%d.4s, v%d.4s, #1", d, n)
}
