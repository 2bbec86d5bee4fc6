package weights

import "gorgonia.org/tensor"

// DType is an element type by its safetensors name.
type DType string

// The element types of safetensors. Only F32, F64, F16 and BF16 are computed
// with; the others are carried as bytes.
const (
	Bool       DType = "BOOL"
	F4         DType = "F4"
	F6E2M3     DType = "F6_E2M3"
	F6E3M2     DType = "F6_E3M2"
	U8         DType = "U8"
	I8         DType = "I8"
	F8E5M2     DType = "F8_E5M2"
	F8E4M3     DType = "F8_E4M3"
	F8E8M0     DType = "F8_E8M0"
	F8E4M3FNUZ DType = "F8_E4M3FNUZ"
	F8E5M2FNUZ DType = "F8_E5M2FNUZ"
	I16        DType = "I16"
	U16        DType = "U16"
	F16        DType = "F16"
	BF16       DType = "BF16"
	I32        DType = "I32"
	U32        DType = "U32"
	F32        DType = "F32"
	C64        DType = "C64"
	F64        DType = "F64"
	I64        DType = "I64"
	U64        DType = "U64"
)

type dtypeInfo struct {
	rank int // place in the reference's list, by which a file is ordered
	bits int
}

// dtypes follows the order of the reference's enum (safetensors/src/tensor.rs).
var dtypes = map[DType]dtypeInfo{
	Bool: {0, 8}, F4: {1, 4}, F6E2M3: {2, 6}, F6E3M2: {3, 6},
	U8: {4, 8}, I8: {5, 8},
	F8E5M2: {6, 8}, F8E4M3: {7, 8}, F8E8M0: {8, 8},
	F8E4M3FNUZ: {9, 8}, F8E5M2FNUZ: {10, 8},
	I16: {11, 16}, U16: {12, 16}, F16: {13, 16}, BF16: {14, 16},
	I32: {15, 32}, U32: {16, 32}, F32: {17, 32},
	C64: {18, 64}, F64: {19, 64}, I64: {20, 64}, U64: {21, 64},
}

// Bits is the size of one element, 0 for an unknown type.
func (d DType) Bits() int { return dtypes[d].bits }

// IsFloat says whether the type can be computed with.
func (d DType) IsFloat() bool {
	return d == F32 || d == F64 || d == F16 || d == BF16
}

// fileType is the type a parameter of compute type dt has in a file when no
// file said otherwise; ok is false for types nothing computes with.
func fileType(dt tensor.Dtype) (d DType, ok bool) {
	switch dt {
	case tensor.Float32:
		return F32, true
	case tensor.Float64:
		return F64, true
	}
	return "", false
}
