package kernel

import "math"

// SquaredNorm is Σ x[i]² in float64, by eight running sums over i mod 8; of
// float32, by as many as four vectors hold, the rest then by eight.
func SquaredNorm[T Float](x []T) float64 {
	if single[T]() {
		done, sum := squaredNormSIMD(singles(x))
		return sum + eightSquares(x[done:])
	}
	return eightSquares(x)
}

func eightSquares[T Float](x []T) float64 {
	var a, b, c, d, e, f, g, h float64
	for len(x) >= 8 {
		a, b = a+square64(x[0]), b+square64(x[1])
		c, d = c+square64(x[2]), d+square64(x[3])
		e, f = e+square64(x[4]), f+square64(x[5])
		g, h = g+square64(x[6]), h+square64(x[7])
		x = x[8:]
	}
	for _, v := range x {
		a += square64(v)
	}
	return ((a + b) + (c + d)) + ((e + f) + (g + h))
}

func square64[T Float](x T) float64 { return float64(x) * float64(x) }

// FirstNotFinite is the first i of which x[i] is NaN or infinite, -1 if none is.
func FirstNotFinite[T Float](x []T) int {
	for i, v := range x {
		if v*0 != 0 { // NaN either way
			return i
		}
	}
	return -1
}

// Hypotenuse is √(r² + Σ x[i]²) where the squares may overflow. It is slow.
func Hypotenuse[T Float](r float64, x []T) float64 {
	for _, v := range x {
		r = math.Hypot(r, float64(v))
	}
	return r
}
