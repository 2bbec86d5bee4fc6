package kernel

import "math"

// Neg is y[i] = -x[i]. The slices may be the same.
func Neg[T Float](y, x []T) {
	if single[T]() && negSIMD(singles(y), singles(x)) {
		return
	}
	x = x[:len(y)]
	for i, v := range x {
		y[i] = -v
	}
}

// Square is y[i] = x[i]². The slices may be the same.
func Square[T Float](y, x []T) {
	if single[T]() && squareSIMD(singles(y), singles(x)) {
		return
	}
	x = x[:len(y)]
	for i, v := range x {
		y[i] = v * v
	}
}

// SquareGrad is dx[i] = 2·x[i]·dy[i]. dx and dy may be the same.
func SquareGrad[T Float](dx, x, dy []T) {
	if single[T]() && squareGradSIMD(singles(dx), singles(x), singles(dy)) {
		return
	}
	x, dy = x[:len(dx)], dy[:len(dx)]
	for i, v := range x {
		dx[i] = 2 * v * dy[i]
	}
}

// Reciprocal is y[i] = 1/x[i]. The slices may be the same.
func Reciprocal[T Float](y, x []T) { divInto(y, x, 1) }

// ReciprocalGrad is dx[i] = -y[i]²·dy[i], where y = 1/x. dx and dy may be the
// same.
func ReciprocalGrad[T Float](dx, y, dy []T) {
	if single[T]() && reciprocalGradSIMD(singles(dx), singles(y), singles(dy)) {
		return
	}
	y, dy = y[:len(dx)], dy[:len(dx)]
	for i, v := range y {
		dx[i] = -v * v * dy[i]
	}
}

// Abs is y[i] = |x[i]|. The slices may be the same.
func Abs[T Float](y, x []T) {
	if single[T]() && absSIMD(singles(y), singles(x)) {
		return
	}
	x = x[:len(y)]
	for i, v := range x {
		y[i] = T(math.Abs(float64(v)))
	}
}

// AbsGrad is dx[i] = sign x[i]·dy[i], where the sign of 0 is 0. dx and dy may
// be the same.
func AbsGrad[T Float](dx, x, dy []T) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	for i, v := range x {
		dx[i] = sign(v) * dy[i]
	}
}

// Sign is y[i] = 1, -1 or 0: 0 for 0 and for NaN. The slices may be the same.
func Sign[T Float](y, x []T) {
	x = x[:len(y)]
	for i, v := range x {
		y[i] = sign(v)
	}
}

func sign[T Float](x T) T {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}
