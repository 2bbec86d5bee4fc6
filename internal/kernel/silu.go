package kernel

// SiLU is y[i] = x[i]·σ(x[i]), where σ is the sigmoid. The slices may be the same.
func SiLU[T Float](y, x []T) {
	x = x[:len(y)]
	for i, v := range x {
		y[i] = v * sigmoid(v)
	}
}

// SiLUGrad is dx[i] = σ(x[i])·(1 + x[i]·(1 - σ(x[i])))·dy[i]. dx and dy may be the
// same.
func SiLUGrad[T Float](dx, x, dy []T) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	for i, v := range x {
		s := sigmoid(v)
		dx[i] = s * (1 + v*(1-s)) * dy[i]
	}
}
