package generate

import "math"

// Temperature divides by T: below 1 the likely become likelier, above 1 all
// become alike.
//
//	l ← l/T
//
// where what is too large for a float32 becomes the largest. A T that is not above
// 0 changes nothing.
func Temperature(t float64) Transform {
	return func(logits []float32, _ []int) {
		if !(t > 0) {
			return
		}
		for i, l := range logits {
			logits[i] = float32(min(float64(l)/t, math.MaxFloat32))
		}
	}
}
