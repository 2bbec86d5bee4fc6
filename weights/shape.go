package weights

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strings"
)

// elements is the product of shape, refused when it is no size of anything.
func elements(shape []int) (int, error) {
	n := 1
	for _, d := range shape {
		if d < 0 {
			return 0, fmt.Errorf("shape %v has a negative axis", dims(shape))
		}
		hi, lo := bits.Mul64(uint64(n), uint64(d))
		if hi != 0 || lo > math.MaxInt {
			return 0, fmt.Errorf("shape %v has more elements than can be counted", dims(shape))
		}
		n = int(lo)
	}
	return n, nil
}

// byteSize is what a tensor takes in a file.
func byteSize(d DType, shape []int) (int, error) {
	n, err := elements(shape)
	if err != nil {
		return 0, err
	}
	if d.Bits() == 0 {
		return 0, fmt.Errorf("dtype %q is not one of safetensors'", string(d))
	}
	hi, lo := bits.Mul64(uint64(n), uint64(d.Bits()))
	if hi != 0 || lo > math.MaxInt {
		return 0, fmt.Errorf("shape %v of %s has more bytes than can be counted", dims(shape), d)
	}
	if lo%8 != 0 {
		return 0, fmt.Errorf("shape %v of %s does not end on a byte", dims(shape), d)
	}
	return int(lo / 8), nil
}

// product is elements of a shape already known to be one.
func product(shape []int) int {
	n, err := elements(shape)
	if err != nil {
		panic("weights: unchecked shape: " + err.Error())
	}
	return n
}

// position turns a flat index into one per axis.
func position(flat int, shape []int) []int {
	at := slices.Clone(shape)
	for i := len(shape) - 1; i >= 0; i-- {
		at[i] = flat % shape[i]
		flat /= shape[i]
	}
	return at
}

// dims are a shape as messages write it: [2, 3].
type dims []int

func (d dims) String() string { return strings.ReplaceAll(fmt.Sprint([]int(d)), " ", ", ") }
