package main

import (
	"fmt"
	"math"
)

// ln 2 in two parts, of which the first times a number up to 2¹¹ is exact.
const (
	ln2Hi = 0x1.62e4p-1
	ln2Lo = math.Ln2 - ln2Hi
)

// constants of e^x: the arguments beyond which it is +Inf and 0; those that
// reduce x; and the series of e^r ≈ 1 + r + …, minimax in |r| ≤ ln 2/2 to 3e-9. All
// are as on amd64.
var constants = []float32{89, -104, math.Log2E, ln2Hi, ln2Lo,
	1, 1, 0.49999994, 0.16666521, 0.041668255, 0.008368662, 0.0013821446}

// firstConstant is the register with the first of them.
const firstConstant = 16

// exponentials declares tables: of the constants, and of masks that end in zeros.
func exponentials(f *file) {
	f.text.WriteString("\n")
	for i, c := range constants {
		fmt.Fprintf(&f.text, "DATA neonExp<>+%d(SB)/4, $%#08x // %v\n", 4*i, math.Float32bits(c), c)
	}
	fmt.Fprintf(&f.text, "GLOBL neonExp<>(SB), RODATA|NOPTR, $%d\n\n", 4*len(constants))
	for i := range 8 {
		mask := uint32(0)
		if i < 4 {
			mask = math.MaxUint32
		}
		fmt.Fprintf(&f.text, "DATA neonMasks<>+%d(SB)/4, $%#x\n", 4*i, mask)
	}
	f.text.WriteString("GLOBL neonMasks<>(SB), RODATA|NOPTR, $32\n")
}

// expConstants reads the constants into all lanes of V16 to V27.
func (f *file) expConstants() {
	f.op("MOVD $neonExp<>(SB), R10")
	for i := range constants {
		f.op("VLD1R.P 4(R10), [V%d.S4]", firstConstant+i)
	}
}

// expOf changes V0 to e^V0, to 1 ulp: with x = n·ln 2 + r, |r| ≤ ln 2/2, 2ⁿ times a
// polynomial of r. NaN stays NaN, and results may be below the normal numbers: 2ⁿ is
// multiplied by in two steps, the first of which is exact. It uses V1 to V3.
func (f *file) expOf() {
	const top, bottom, log2e, high, low, series = firstConstant, firstConstant + 1, firstConstant + 2, firstConstant + 3, firstConstant + 4, firstConstant + 5
	f.fmin(0, 0, top)
	f.fmax(0, 0, bottom)
	f.fmul(1, 0, log2e)
	f.frintn(1, 1)
	f.fmls(0, 1, high)
	f.fmls(0, 1, low)
	last := firstConstant + len(constants) - 1
	f.move(2, last)
	p, free := 2, 3
	for c := last - 1; c >= series; c-- {
		f.move(free, c)
		f.fmla(free, p, 0)
		p, free = free, p
	}
	f.fcvtns(1, 1)
	f.sshr1(free, 1)
	f.op("VSUB V%d.S4, V1.S4, V1.S4", free)
	f.op("VSHL $23, V%d.S4, V%d.S4", free, free)
	f.op("VADD V%d.S4, V%d.S4, V%d.S4", free, p, p)
	f.op("VSHL $23, V1.S4, V1.S4")
	f.op("VADD V%d.S4, V1.S4, V1.S4", series) // the bits of 1
	f.fmul(0, p, 1)
}

// move copies a vector.
func (f *file) move(to, from int) { f.op("VORR V%d.B16, V%d.B16, V%d.B16", from, from, to) }
