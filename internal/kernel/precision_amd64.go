//go:build !noasm

package kernel

import "golang.org/x/sys/cpu"

// unitsOf asks the processor. Those that have AMX run AVX512_BF16 at half the
// speed of float32 (measured on Granite Rapids), those that do not (Zen 4 and
// Cooper Lake) at twice.
func unitsOf() units {
	x := &cpu.X86
	return units{
		bf16:  x.HasAVX512BF16 && !x.HasAMXBF16,
		int8:  x.HasAVX512VNNI,
		tiles: tileUnitOf(),
	}
}
