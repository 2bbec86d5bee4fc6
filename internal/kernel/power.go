package kernel

import "math"

// Power is y[i] = x[i]^p, by math.Pow's rules (x^0 is 1, of NaN too). The slices
// may be the same.
func Power[T Float](y, x []T, p float64) {
	switch x = x[:len(y)]; p {
	case 1:
		copy(y, x)
	case 2:
		Square(y, x)
	case 3:
		for i, v := range x {
			y[i] = v * v * v
		}
	case -1:
		Reciprocal(y, x)
	default:
		for i, v := range x {
			y[i] = T(math.Pow(float64(v), p))
		}
	}
}

// PowerGrad is dx[i] = p·x[i]^(p-1)·dy[i]; 0 for p = 0. dx and dy may be the same.
func PowerGrad[T Float](dx, x, dy []T, p float64) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	switch p {
	case 0:
		clear(dx)
	case 1:
		copy(dx, dy)
	case 2:
		SquareGrad(dx, x, dy)
	case 3:
		for i, v := range x {
			dx[i] = 3 * v * v * dy[i]
		}
	default:
		for i, v := range x {
			dx[i] = T(p*math.Pow(float64(v), p-1)) * dy[i]
		}
	}
}
