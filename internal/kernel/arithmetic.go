package kernel

import "math"

// The functions below compute a row of a broadcast operation: a step sx or sy is
// 1 for an operand that has n elements and 0 for one that has a single element,
// which is repeated. Not both are 0, unless the row has one element. z may be the
// same slice as an operand of step 1.

// AddRow is z[i] = x[i·sx] + y[i·sy].
func AddRow[T Number](z, x []T, sx int, y []T, sy int) {
	switch {
	case sx == sy:
		Add(z, x, y)
	case sy == 0:
		Shift(z, x, y[0])
	default:
		Shift(z, y, x[0])
	}
}

// SubRow is z[i] = x[i·sx] - y[i·sy].
func SubRow[T Number](z, x []T, sx int, y []T, sy int) {
	switch {
	case sx == sy:
		Sub(z, x, y)
	case sy == 0:
		Shift(z, x, -y[0])
	default:
		subFrom(z, y, x[0])
	}
}

// MulRow is z[i] = x[i·sx]·y[i·sy].
func MulRow[T Number](z, x []T, sx int, y []T, sy int) {
	switch {
	case sx == sy:
		Mul(z, x, y)
	case sy == 0:
		Scale(z, x, y[0])
	default:
		Scale(z, y, x[0])
	}
}

// DivRow is z[i] = x[i·sx]/y[i·sy].
func DivRow[T Float](z, x []T, sx int, y []T, sy int) {
	switch {
	case sx == sy:
		Div(z, x, y)
	case sy == 0:
		divBy(z, x, y[0])
	default:
		divInto(z, y, x[0])
	}
}

// MaximumRow is z[i] = max(x[i·sx], y[i·sy]), NaN if either is.
func MaximumRow[T Number](z, x []T, sx int, y []T, sy int) {
	if single[T]() && sx == sy && maximumSIMD(singles(z), singles(x), singles(y)) {
		return
	}
	for i, a, b := 0, 0, 0; i < len(z); i, a, b = i+1, a+sx, b+sy {
		z[i] = max(x[a], y[b])
	}
}

// MinimumRow is z[i] = min(x[i·sx], y[i·sy]), NaN if either is.
func MinimumRow[T Number](z, x []T, sx int, y []T, sy int) {
	if single[T]() && sx == sy && minimumSIMD(singles(z), singles(x), singles(y)) {
		return
	}
	for i, a, b := 0, 0, 0; i < len(z); i, a, b = i+1, a+sx, b+sy {
		z[i] = min(x[a], y[b])
	}
}

// PowRow is z[i] = x[i·sx]^y[i·sy] by math.Pow's rules.
func PowRow[T Float](z, x []T, sx int, y []T, sy int) {
	if sy == 0 {
		Power(z, x[:len(z)], float64(y[0]))
		return
	}
	for i, a := 0, 0; i < len(z); i, a = i+1, a+sx {
		z[i] = T(math.Pow(float64(x[a]), float64(y[i])))
	}
}
