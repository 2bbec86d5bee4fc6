//go:build !amd64 || noasm

package kernel

import "unsafe"

func unitsOf() units { return units{} }

func mulBF16ColumnsAVX512(int, *micro) { panic(noAssembly) }
func mulInt8ColumnsAVX512(int, *micro) { panic(noAssembly) }

func transposeBF16AVX512(unsafe.Pointer, int, unsafe.Pointer, *[16]int, int) { panic(noAssembly) }
func copyTilesBF16AVX512(unsafe.Pointer, int, unsafe.Pointer, *[16]int, int) { panic(noAssembly) }
func copyTilesInt8AVX512(unsafe.Pointer, int, unsafe.Pointer, *[16]int, int, *[16]float32, *[16]int32) {
	panic(noAssembly)
}
func copyRowsBF16AVX512(_, _ unsafe.Pointer, _, _, _ int) { panic(noAssembly) }
func copyColumnsBF16AVX512(unsafe.Pointer, int, int, int, unsafe.Pointer, int, int) {
	panic(noAssembly)
}
func rangeInt8AVX512(int, unsafe.Pointer) (low, high, spoilt float32) { panic(noAssembly) }
func transposeInt8AVX512(unsafe.Pointer, int, unsafe.Pointer, *[16]int, int, *[16]float32, *[16]int32) {
	panic(noAssembly)
}
