package gradcheck

import (
	"fmt"
	"math"

	"github.com/gaze-ml/gaze/ops"
)

// tolerance is relative to the largest element of a gradient, or to a
// thousandth of the norm of all of them where that is more: the true gradient of
// a key bias is zero.
const tolerance = 1e-6

func (p *problem) compare(symbolic, numeric []ops.Array) error {
	norm := 0.0
	for _, a := range numeric {
		for _, x := range a.F64 {
			norm = math.Hypot(norm, x)
		}
	}
	for i, want := range numeric {
		if !want.Exists() {
			continue
		}
		got := symbolic[i]
		if !got.Exists() {
			got = ops.NewArray(want.Type)
		}
		bound := tolerance * math.Max(largest(want.F64), 1e-3*norm)
		worst, at := 0.0, -1
		for k, x := range want.F64 {
			// A NaN on either side is no agreement.
			if d := math.Abs(got.F64[k] - x); !(d <= math.Max(bound, worst)) {
				worst, at = d, k
			}
		}
		if at >= 0 {
			return fmt.Errorf("gradcheck: input %d %s at %v: gradient %.9g, central difference %.9g: they differ by %.3g, more than %.3g",
				i, want.Type, position(at, want.Shape), got.F64[at], want.F64[at], worst, bound)
		}
	}
	return nil
}

func largest(xs []float64) float64 {
	m := 0.0
	for _, x := range xs {
		m = math.Max(m, math.Abs(x))
	}
	return m
}

// position is the index of element k as messages write it: [1, 2].
func position(k int, shape []int) string {
	at := make([]int, len(shape))
	for i := len(shape) - 1; i >= 0; i-- {
		at[i], k = k%shape[i], k/shape[i]
	}
	return ops.ShapeString(at)
}
