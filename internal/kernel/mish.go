package kernel

// Mish is y[i] = x[i]·tanh(log(1 + e^x[i])) (Misra, "Mish", 2019). The slices may
// be the same. float32 is within 2e-7·max(1, |x|).
func Mish[T Float](y, x []T) {
	x = x[:len(y)]
	if twin(mishSIMD, y, x) {
		return
	}
	for i, v := range x {
		y[i] = v * mishGate(v)
	}
}

// MishGrad is dx[i] = (g + x[i]·σ(x[i])·(1 - g²))·dy[i], where g is the hyperbolic
// tangent of Mish. dx and dy may be the same. float32 is within 3e-7·|dy|.
func MishGrad[T Float](dx, x, dy []T) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	if twinGrad(mishGradSIMD, dx, x, dy) {
		return
	}
	for i, v := range x {
		g := mishGate(v)
		slope := g
		if g < 1 {
			slope += v * sigmoid(v) * (1 - g*g)
		}
		dx[i] = slope * dy[i]
	}
}

// mishGate is tanh(log(1 + e)) = (e² + 2e)/(e² + 2e + 2) with e = e^x. It is 1 in
// float64 from 20 on.
func mishGate[T Float](x T) T {
	if x > 20 {
		return 1
	}
	e := exp(x)
	n := e * (e + 2)
	return n / (n + 2)
}
