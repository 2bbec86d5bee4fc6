package generate

import (
	"math"
	"slices"
)

// MinP hides the tokens that are less likely than p times the likeliest:
//
//	P(x) < p·max P  ⇔  l < max l + log p
//
// Nguyen, Baker, Neo, Roush, Kirsch, Shwartz-Ziv: Turning Up the Heat: Min-p
// Sampling, 2024, section 3. A p outside (0, 1] changes nothing.
func MinP(p float64) Transform {
	return func(logits []float32, _ []int) {
		if !(p > 0 && p <= 1) || len(logits) == 0 {
			return
		}
		least := float64(slices.Max(logits)) + math.Log(p)
		for i, l := range logits {
			if float64(l) < least {
				logits[i] = hidden
			}
		}
	}
}
