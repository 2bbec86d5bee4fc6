//go:build !noasm

package kernel

import "golang.org/x/sys/cpu"

// best is the fastest level that the processor has.
func best() level {
	x := &cpu.X86
	switch {
	case !x.HasAVX2 || !x.HasFMA || !x.HasBMI2:
		return plain
	case x.HasAVX512F && x.HasAVX512VL && x.HasAVX512DQ && x.HasAVX512BW:
		return avx512
	}
	return avx2
}
