//go:build !amd64 || noasm

package kernel

import "unsafe"

func squaredNormSIMD([]float32) (int, float64) { return 0, 0 }

func moveWords(_, _ int, _ unsafe.Pointer, _ int, _ unsafe.Pointer, _ int) bool { return false }
