package ops

import (
	"fmt"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Precision is what the operands of matrix products are rounded to. Sums,
// results, gradients and weights are float32 in each. Products of float64 ignore
// it. See docs/precision.md for the errors, and for what each touches.
type Precision int

const (
	// Float32 rounds nothing.
	Float32 Precision = iota

	// BF16x3 takes each operand as the sum of two bfloat16s: relative rms error
	// below 1e-5. Processors without AMX run it as Float32, which is exacter.
	BF16x3

	// BF16 rounds operands to bfloat16: relative rms error 2.4e-3.
	BF16

	// Int8 is for evaluation. Linear multiplies bytes: rows of x are quantised
	// as they come, each output's weights once. Relative rms error 1.1e-2. What
	// else there is runs in BF16.
	Int8
)

// String is the constant's name.
func (p Precision) String() string {
	if !p.Known() {
		return fmt.Sprintf("Precision(%d)", int(p))
	}
	return kernel.Precision(p).String()
}

// Known reports whether p is one of the constants.
func (p Precision) Known() bool { return p >= Float32 && p <= Int8 }

// Weight is an operand whose value outlives a run, such as a parameter of a
// store: what is made of it is made once for each version of it.
type Weight interface {
	// Version changes when the value does, which is never while it is read.
	Version() uint64

	// Attached is what make has made for that key, once for all who ask.
	Attached(key any, make func() any) any

	// Rest tells that the value itself is not expected to be read any more,
	// since what was made of it is. It may be, all the same.
	Rest()
}
