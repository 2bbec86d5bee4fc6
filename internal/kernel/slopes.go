package kernel

import "math"

// The functions below compute a row of a partial derivative of a broadcast
// operation, times dy: steps are as in AddRow, dy has as many elements as g, which
// may be the same slice as dy.

// PowSlopeX is g[i] = y·x^(y-1)·dy[i] with x = x[i·sx], y = y[i·sy]; 0 where y is 0.
func PowSlopeX[T Float](g, dy, x []T, sx int, y []T, sy int) {
	for i, a, b := 0, 0, 0; i < len(g); i, a, b = i+1, a+sx, b+sy {
		p := float64(y[b])
		if p == 0 {
			g[i] = 0
			continue
		}
		g[i] = T(p*math.Pow(float64(x[a]), p-1)) * dy[i]
	}
}

// PowSlopeY is g[i] = x^y·log x·dy[i] with x = x[i·sx], y = y[i·sy]; 0 where x is 0
// and y is not negative.
func PowSlopeY[T Float](g, dy, x []T, sx int, y []T, sy int) {
	for i, a, b := 0, 0, 0; i < len(g); i, a, b = i+1, a+sx, b+sy {
		v, p := float64(x[a]), float64(y[b])
		if v == 0 && p >= 0 {
			g[i] = 0
			continue
		}
		g[i] = T(math.Pow(v, p)*math.Log(v)) * dy[i]
	}
}

// MaximumSlope is g[i] = dy[i] where x[i·sx] > y[i·sy], half of it where they are
// equal, 0 where x is less; dy[i] where one of them is NaN.
func MaximumSlope[T Float](g, dy, x []T, sx int, y []T, sy int) {
	for i, a, b := 0, 0, 0; i < len(g); i, a, b = i+1, a+sx, b+sy {
		switch d := dy[i]; {
		case x[a] == y[b]:
			g[i] = d / 2
		case x[a] < y[b]:
			g[i] = 0
		default:
			g[i] = d
		}
	}
}

// MinimumSlope is g[i] = dy[i] where x[i·sx] < y[i·sy], half of it where they are
// equal, 0 where x is more; dy[i] where one of them is NaN.
func MinimumSlope[T Float](g, dy, x []T, sx int, y []T, sy int) {
	for i, a, b := 0, 0, 0; i < len(g); i, a, b = i+1, a+sx, b+sy {
		switch d := dy[i]; {
		case x[a] == y[b]:
			g[i] = d / 2
		case x[a] > y[b]:
			g[i] = 0
		default:
			g[i] = d
		}
	}
}
