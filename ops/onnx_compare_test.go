package ops_test

import (
	"fmt"
	"math"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

// tolerances is |got − want| ≤ abs + rel·|want|.
type tolerances struct{ rel, abs float64 }

// differ says where got is not want, or "". Integers and booleans are exact; NaN
// equals NaN.
func differ(got, want ops.Array, within tolerances) string {
	if got.Type.String() != want.Type.String() {
		return fmt.Sprintf("is %s, want %s", got.Type, want.Type)
	}
	for i := range want.Size() {
		g, w := numberAt(got, i), numberAt(want, i)
		exact := g == w || math.IsNaN(g) && math.IsNaN(w)
		if !exact && (!want.Float() || !(math.Abs(g-w) <= within.abs+within.rel*math.Abs(w))) {
			return fmt.Sprintf("element %d is %v, want %v", i, g, w)
		}
	}
	return ""
}

func numberAt(a ops.Array, i int) float64 {
	switch a.Dtype {
	case tensor.Float32:
		return float64(a.F32[i])
	case tensor.Float64:
		return a.F64[i]
	case tensor.Int:
		return float64(a.Int[i])
	}
	if a.Bool[i] {
		return 1
	}
	return 0
}

// sameBits says where got is not want to the last bit, or "".
func sameBits(got, want ops.Array) string {
	if got.Type.String() != want.Type.String() {
		return fmt.Sprintf("is %s, want %s", got.Type, want.Type)
	}
	for i := range want.Size() {
		g, w := numberAt(got, i), numberAt(want, i)
		if math.Float64bits(g) != math.Float64bits(w) && !(math.IsNaN(g) && math.IsNaN(w)) {
			return fmt.Sprintf("element %d is %v, want %v", i, g, w)
		}
	}
	return ""
}

// bothWays runs a graph under the TapeMachine and straight from the operations'
// plans, with and without taking over memory; all must give the same bits.
func bothWays(outputs ...*gorgonia.Node) ([]ops.Array, error) {
	tape, err := gradcheck.Run(outputs...)
	if err != nil {
		return nil, fmt.Errorf("tape machine: %w", err)
	}
	values := make([]ops.Array, len(tape))
	for i, d := range tape {
		if values[i], err = ops.ArrayOf(d); err != nil {
			return nil, err
		}
	}
	for _, inPlace := range []bool{false, true} {
		direct, err := execute(nil, inPlace, outputs...)
		if err != nil {
			return nil, fmt.Errorf("direct: %w", err)
		}
		for i := range values {
			if d := sameBits(direct[i], values[i]); d != "" {
				return nil, fmt.Errorf("output %d: direct (in place: %v) against the tape machine: %s", i, inPlace, d)
			}
		}
	}
	return values, nil
}
