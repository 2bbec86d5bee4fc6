//go:build !noasm

package kernel

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// tileUnitOf is AMX, or nil if the processor or the system has none. Every
// processor that has it has the other units that its products use.
func tileUnitOf() tileUnit {
	x := &cpu.X86
	if x.HasAMXTile && x.HasAMXBF16 && x.HasAMXInt8 && x.HasAVX512BF16 && x.HasAVX512VNNI && tilesAllowed() {
		return mulTilesAMX
	}
	return nil
}

// mulTilesAMX is a tileUnit.
func mulTilesAMX(f form, config *tileConfig, sums, a, b unsafe.Pointer, blocks int) {
	switch two := config.twoHigh(); {
	case f == bf16Tiles && two:
		mulBF16Tiles2AMX(config, sums, a, b, blocks)
	case f == bf16Tiles:
		mulBF16Tiles1AMX(config, sums, a, b, blocks)
	case f == bf16x3Tiles && two:
		mulBF16x3Tiles2AMX(config, sums, a, b, blocks)
	case f == bf16x3Tiles:
		mulBF16x3Tiles1AMX(config, sums, a, b, blocks)
	case two:
		mulInt8Tiles2AMX(config, sums, a, b, blocks)
	default:
		mulInt8Tiles1AMX(config, sums, a, b, blocks)
	}
}
