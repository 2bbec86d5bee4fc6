//go:build !amd64 || noasm

package kernel

func streamBitsSIMD([]uint32, *Stream, uint64) bool { return false }

func dropSIMD(_, _ []float32, _ *Stream, _ uint64, _ uint32, _ float32) bool { return false }

func dropFactorsSIMD([]float32, *Stream, uint64, uint32, float32) bool { return false }
