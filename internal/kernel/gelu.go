package kernel

import (
	"math"
	"unsafe"
)

// GELU is y[i] = x[i]·Φ(x[i]), where Φ(x) = (1 + erf(x/√2))/2 is the normal
// distribution (Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016). The
// slices may be the same. float32 is within 1e-7·max(1, |x|).
func GELU[T Float](y, x []T) {
	x = x[:len(y)]
	if twin(geluSIMD, y, x) {
		return
	}
	for i, v := range x {
		if unsafe.Sizeof(v) == 4 {
			y[i] = T(float64(v) * normal32(float32(v)))
		} else {
			y[i] = v * T(normal64(float64(v)))
		}
	}
}

// GELUGrad is dx[i] = (Φ(x[i]) + x[i]·φ(x[i]))·dy[i], where φ is the normal
// density. dx and dy may be the same. float32 is within 3e-7·|dy|.
func GELUGrad[T Float](dx, x, dy []T) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	if twinGrad(geluGradSIMD, dx, x, dy) {
		return
	}
	for i, v := range x {
		var slope float64
		if w := float64(v); unsafe.Sizeof(v) == 4 {
			slope = normal32(float32(v)) + rising(w, density32(float32(v)))
		} else {
			slope = normal64(w) + rising(w, math.Exp(-w*w/2)*invSqrt2Pi)
		}
		dx[i] = T(slope) * dy[i]
	}
}

// rising is x·φ(x), 0 where φ(x) is, at infinity too.
func rising(x, density float64) float64 {
	if density == 0 {
		return 0
	}
	return x * density
}

const (
	invSqrt2Pi = 0.3989422804014327  // 1/√(2π)
	normalMax  = erfMax * math.Sqrt2 // Φ is 1 beyond it in float32
	densityMax = 15                  // x·φ(x) is below the least denormal
)

// normal32 is Φ(x) by erf32's quotient.
func normal32(x float32) float64 {
	if x > normalMax {
		return 1
	}
	if x < -normalMax {
		return 0
	}
	return 0.5 + 0.5*erfQuotient(float64(x)*(1/math.Sqrt2))
}

// normal64 is Φ(x); erfc keeps the far left exact.
func normal64(x float64) float64 { return 0.5 * math.Erfc(-x/math.Sqrt2) }

func density32(x float32) float64 {
	if x > densityMax || x < -densityMax {
		return 0
	}
	w := float64(x)
	s, q := expParts(-0.5 * w * w)
	return invSqrt2Pi * (s + s*q)
}
