package weights

import (
	"encoding/binary"
	"math"
	"unsafe"
)

// Files are little-endian; only where memory is too can it be used as it is.
var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

var le = binary.LittleEndian

// decode32 fills dst from the bytes of a floating type.
func decode32(dst []float32, d DType, raw []byte) {
	switch d {
	case F16:
		for i := range dst {
			dst[i] = math.Float32frombits(halfToFloat(le.Uint16(raw[2*i:])))
		}
	case BF16:
		for i := range dst {
			dst[i] = math.Float32frombits(brainToFloat(le.Uint16(raw[2*i:])))
		}
	case F32:
		for i := range dst {
			dst[i] = math.Float32frombits(le.Uint32(raw[4*i:]))
		}
	case F64:
		for i := range dst {
			dst[i] = math.Float32frombits(narrow(le.Uint64(raw[8*i:])))
		}
	}
}

// decode64 fills dst from the bytes of a floating type.
func decode64(dst []float64, d DType, raw []byte) {
	switch d {
	case F16:
		for i := range dst {
			dst[i] = math.Float64frombits(widen(halfToFloat(le.Uint16(raw[2*i:]))))
		}
	case BF16:
		for i := range dst {
			dst[i] = math.Float64frombits(widen(brainToFloat(le.Uint16(raw[2*i:]))))
		}
	case F32:
		for i := range dst {
			dst[i] = math.Float64frombits(widen(le.Uint32(raw[4*i:])))
		}
	case F64:
		for i := range dst {
			dst[i] = math.Float64frombits(le.Uint64(raw[8*i:]))
		}
	}
}

// encode32 writes src as a floating type.
func encode32(dst []byte, d DType, src []float32) {
	for i, x := range src {
		b := math.Float32bits(x)
		switch d {
		case F16:
			le.PutUint16(dst[2*i:], floatToHalf(b))
		case BF16:
			le.PutUint16(dst[2*i:], floatToBrain(b))
		case F32:
			le.PutUint32(dst[4*i:], b)
		case F64:
			le.PutUint64(dst[8*i:], widen(b))
		}
	}
}

// encode64 writes src as a floating type.
func encode64(dst []byte, d DType, src []float64) {
	for i, x := range src {
		b := math.Float64bits(x)
		switch d {
		case F16:
			le.PutUint16(dst[2*i:], floatToHalf(narrowOdd(b)))
		case BF16:
			le.PutUint16(dst[2*i:], floatToBrain(narrowOdd(b)))
		case F32:
			le.PutUint32(dst[4*i:], narrow(b))
		case F64:
			le.PutUint64(dst[8*i:], b)
		}
	}
}

type float interface{ float32 | float64 }

// asFloats looks at raw as numbers, without copying; ok is false where the host
// cannot: another byte order, or bytes that start between two words.
func asFloats[T float](raw []byte) (view []T, ok bool) {
	size := unsafe.Sizeof(T(0))
	start := unsafe.Pointer(unsafe.SliceData(raw))
	if !littleEndian || len(raw) == 0 || uintptr(start)%size != 0 {
		return nil, false
	}
	return unsafe.Slice((*T)(start), len(raw)/int(size)), true
}

// floatBytes looks at a view as bytes of a file, on a little-endian host.
func floatBytes[T float](view []T) []byte {
	size := int(unsafe.Sizeof(T(0)))
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(view))), size*len(view))
}
