package ops

import (
	"fmt"
	"math"
	"strings"
	"sync/atomic"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// wantInt says what is wrong with an operand that holds indices.
func wantInt(name string, t Type) error {
	if t.Dtype != tensor.Int {
		return fmt.Errorf("%s of %v: want int", name, t.Dtype)
	}
	return nil
}

// bounded runs f, or fails if an index is outside lo to hi, before anything is
// read by it: "indices[2, 1] is 512: want -512 to 511".
func bounded(c *Call, name string, indices Array, lo, hi int, f func()) func() {
	var first atomic.Int64 // the first that is outside, whoever finds it
	check := c.For(len(indices.Int), copyGrain, func(from, to int) {
		if i := kernel.FirstOutside(indices.Int[from:to], lo, hi); i >= 0 {
			keepLeast(&first, int64(from+i))
		}
	})
	return func() {
		first.Store(math.MaxInt64)
		check()
		if i := int(first.Load()); i < len(indices.Int) {
			c.Fail(outside(name, indices, i, lo, hi))
			return
		}
		f()
	}
}

// outside names the i-th index, which is not in lo to hi.
func outside(name string, indices Array, i, lo, hi int) error {
	return fmt.Errorf("%s%s is %d: want %d to %d", name, placeOf(i, indices.Shape), indices.Int[i], lo, hi)
}

// placeOf is the index of element i as messages write it: "[2, 1]", or nothing
// in a scalar.
func placeOf(i int, shape []int) string {
	if len(shape) == 0 {
		return ""
	}
	var at []string
	for _, s := range strides(shape) {
		at = append(at, fmt.Sprint(i/s))
		i %= s
	}
	return "[" + strings.Join(at, ", ") + "]"
}

func keepLeast(x *atomic.Int64, v int64) {
	for {
		old := x.Load()
		if v >= old || x.CompareAndSwap(old, v) {
			return
		}
	}
}
