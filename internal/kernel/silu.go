package kernel

// SiLU is y[i] = x[i]·σ(x[i]), where σ is the sigmoid. The slices may be the same.
// float32 is within 2e-7·max(1, |x|).
func SiLU[T Float](y, x []T) {
	x = x[:len(y)]
	if twin(siluSIMD, y, x) {
		return
	}
	for i, v := range x {
		y[i] = v * sigmoid(v)
	}
}

// SiLUGrad is dx[i] = σ(x[i])·(1 + x[i]·(1 - σ(x[i])))·dy[i]. dx and dy may be the
// same. float32 is within 3e-7·|dy|.
func SiLUGrad[T Float](dx, x, dy []T) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	if twinGrad(siluGradSIMD, dx, x, dy) {
		return
	}
	for i, v := range x {
		s := sigmoid(v)
		dx[i] = s * (1 + v*(1-s)) * dy[i]
	}
}
