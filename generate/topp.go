package generate

import (
	"math"
	"slices"
)

// TopP keeps the nucleus, the fewest tokens, likeliest first, whose
// probabilities sum to at least p, and hides the others. Of equally likely
// tokens those with lower ids come first.
//
//	smallest V with Σ P(x) ≥ p, x ∈ V, P = softmax(l)
//
// Holtzman, Buys, Du, Forbes, Choi: The Curious Case of Neural Text
// Degeneration, 2020, section 3.1, equation 2. A p outside (0, 1) changes nothing.
func TopP(p float64) Transform {
	var r ranking[float32]
	return func(logits []float32, _ []int) {
		if !(p > 0 && p < 1) || len(logits) == 0 {
			return
		}
		highest := float64(slices.Max(logits))
		var all, kept float64 // sums of P, times a constant
		for _, l := range logits {
			all += math.Exp(float64(l) - highest)
		}
		if math.IsNaN(all) {
			return
		}
		r.rank(logits)
		for kept < p*all && len(r.left()) > 0 {
			kept += math.Exp(float64(logits[r.pop()]) - highest)
		}
		for _, i := range r.left() {
			logits[i] = hidden
		}
	}
}
