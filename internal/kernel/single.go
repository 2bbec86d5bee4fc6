package kernel

import "unsafe"

// single reports whether T is float32, which kernels in assembly are for. The
// compiler knows, so that nothing is decided at run time.
func single[T Number]() bool {
	var zero T
	return unsafe.Sizeof(zero) == 4
}

// singles is x, whose elements are float32.
func singles[T Number](x []T) []float32 {
	return unsafe.Slice((*float32)(unsafe.Pointer(unsafe.SliceData(x))), len(x))
}

// vectors says whether the level has kernels over slices: those of amd64.
func vectors() bool { return current == avx2 || current == avx512 }
