package optimizers

import (
	"fmt"
	"math"
)

// checkSize refuses finite gradients from which a link would make an infinity,
// which the state would then keep: the element never moved again. A norm below
// every bound proves that there is none.
func (p *plan) checkSize(norm float64) error {
	if norm <= squarable(math.MaxFloat32) {
		return nil
	}
	for _, q := range p.params {
		largest := math.MaxFloat64
		if q.grad.F32 != nil {
			largest = math.MaxFloat32
		}
		most, why := bound(p.links, largest)
		if q.idle() {
			continue
		}
		if at := max(firstAbove(q.grad.F32, most), firstAbove(q.grad.F64, most)); at >= 0 {
			return fmt.Errorf("gradient %q%s is %v: %s %s: %w, clip gradients; nothing was changed",
				q.path, brackets(indices(at, q.shape)), q.grad.at(at), why, q.grad.dtype(), ErrNotFinite)
		}
	}
	return nil
}

// bound is how large an element of a gradient may be, of a type whose largest
// number is given. After clipping, or a link that is not known, all may be well.
func bound(links []link, largest float64) (most float64, why string) {
	most = math.Inf(1)
	clipped := func(to float64) bool { return to <= squarable(largest) }
	for _, l := range links {
		switch t := l.Transform.(type) {
		case *ClipNorm:
			if clipped(t.Max) {
				return most, why
			}
		case *ClipValue:
			if clipped(t.Max) {
				return most, why
			}
		case *Accumulate:
			most, why = largest/float64(max(t.Every, t.count+1)), "a sum of such overflows"
		case *Moments:
			if s := squarable(largest); s < most {
				most, why = s, "its square overflows"
			}
			return most, why
		case *Decay, *Velocity:
		default:
			return most, why
		}
	}
	return most, why
}

// squarable has a square that is no more than largest, and so has what rounding
// makes of it.
func squarable(largest float64) float64 { return 0.99 * math.Sqrt(largest) }

func firstAbove[T float32 | float64](x []T, most float64) int {
	for i, v := range x {
		if math.Abs(float64(v)) > most {
			return i
		}
	}
	return -1
}
