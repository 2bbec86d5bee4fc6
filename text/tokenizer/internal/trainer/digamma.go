package trainer

import "math"

// digamma is the derivative of ln Γ at x > 0: ψ(x) = ψ(x+1) - 1/x up to where the
// series ln(x-½) + Σ bₖ/(x-½)²ᵏ is exact to 1e-11 (Bernardo 1976, around x-½).
func digamma(x float64) float64 {
	shifted := 0.0
	for ; x < 7; x++ {
		shifted -= 1 / x
	}
	y := x - 0.5
	q := 1 / (y * y)
	return shifted + math.Log(y) + q*(1./24-q*(7./960-q*(31./8064-q*(127./30720))))
}
