package kernel

import "math"

// The functions below compute a row of a broadcast operation; steps are as in
// AddRow.

// AndRow is z[i] = x[i·sx] and y[i·sy].
func AndRow(z, x []bool, sx int, y []bool, sy int) {
	for i, a, b := 0, 0, 0; i < len(z); i, a, b = i+1, a+sx, b+sy {
		z[i] = x[a] && y[b]
	}
}

// OrRow is z[i] = x[i·sx] or y[i·sy].
func OrRow(z, x []bool, sx int, y []bool, sy int) {
	for i, a, b := 0, 0, 0; i < len(z); i, a, b = i+1, a+sx, b+sy {
		z[i] = x[a] || y[b]
	}
}

// XorRow is z[i] = x[i·sx] or y[i·sy], not both.
func XorRow(z, x []bool, sx int, y []bool, sy int) {
	for i, a, b := 0, 0, 0; i < len(z); i, a, b = i+1, a+sx, b+sy {
		z[i] = x[a] != y[b]
	}
}

// Not is z[i] = not x[i]. The slices may be the same.
func Not(z, x []bool) {
	x = x[:len(z)]
	for i, v := range x {
		z[i] = !v
	}
}

// IsNaN is z[i] = whether x[i] is NaN.
func IsNaN[T Float](z []bool, x []T) {
	x = x[:len(z)]
	for i, v := range x {
		z[i] = v != v
	}
}

// IsInf is z[i] = whether x[i] is infinite.
func IsInf[T Float](z []bool, x []T) {
	x = x[:len(z)]
	for i, v := range x {
		z[i] = math.IsInf(float64(v), 0)
	}
}
