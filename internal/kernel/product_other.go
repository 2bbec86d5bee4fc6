//go:build !(amd64 || arm64) || noasm

package kernel

import "unsafe"

// Where there is no assembly, the level is plain and none of this is called.

func mulColumns(level, int, *micro)                                              { panic(noAssembly) }
func mulRows(level, int, *micro)                                                 { panic(noAssembly) }
func mulStrided(level, int, *micro)                                              { panic(noAssembly) }
func mulTurned(level, int, *micro)                                               { panic(noAssembly) }
func transpose(level, unsafe.Pointer, int, unsafe.Pointer, *places, int)         { panic(noAssembly) }
func copyRows(_ level, _, _ unsafe.Pointer, _, _, _ int)                         { panic(noAssembly) }
func copyColumns(level, unsafe.Pointer, int, int, int, unsafe.Pointer, int, int) { panic(noAssembly) }
