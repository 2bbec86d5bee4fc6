//go:build !amd64 || noasm

package kernel

import "unsafe"

// These are of AVX512_BF16: where it is not, nothing is multiplied in words.

func mulBF16RowsAVX512(int, *micro)                                              { panic(noAssembly) }
func roundRowsBF16AVX512(_ unsafe.Pointer, _ int, _ unsafe.Pointer, _, _, _ int) { panic(noAssembly) }
func weaveRowsBF16AVX512(_ unsafe.Pointer, _ int, _ unsafe.Pointer, _, _, _ int) { panic(noAssembly) }
