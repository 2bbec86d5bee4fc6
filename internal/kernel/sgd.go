package kernel

// SGDStep is what all elements of a parameter have in common in a step of
// gradient descent.
type SGDStep struct {
	Scale         float64 // of the gradient
	L2            float64 // of the weights, added to the gradient
	Momentum, New float64 // of the velocity, and of the gradient that enters it
	Rate          float64
	Decay         float64 // of the weights, beside the velocity

	// The update is FromGradient·gradient + FromVelocity·velocity: 0 and 1, or 1
	// and the momentum for Nesterov's.
	FromGradient, FromVelocity float64
}

// SGDDescent is w[i] = w[i] - (rate·scale·g[i] + rate·(l2+decay)·w[i]); products
// without elements are taken in float64.
func SGDDescent[T Float](w, g []T, s SGDStep) {
	rate, decay := T(s.Rate*s.Scale), T(s.Rate*(s.L2+s.Decay))
	if single[T]() && sgdDescentSIMD(singles(w), singles(g), float32(rate), float32(decay)) {
		return
	}
	g = g[:len(w)]
	for i, x := range w {
		w[i] = x - (T(rate*g[i]) + T(decay*x))
	}
}

// MomentumDescent is
//
//	h    = scale·g[i] + l2·w[i]
//	b[i] = momentum·b[i] + new·h
//	w[i] = w[i] - ((rate·fromGradient·h + rate·fromVelocity·b[i]) + rate·decay·w[i])
//
// where products without elements are taken in float64.
func MomentumDescent[T Float](w, b, g []T, s SGDStep) {
	scale, l2, momentum, enters := T(s.Scale), T(s.L2), T(s.Momentum), T(s.New)
	fromG, fromV, decay := T(s.Rate*s.FromGradient), T(s.Rate*s.FromVelocity), T(s.Rate*s.Decay)
	if single[T]() && momentumDescentSIMD(singles(w), singles(b), singles(g), float32(scale), float32(l2),
		float32(momentum), float32(enters), float32(fromG), float32(fromV), float32(decay)) {
		return
	}
	b, g = b[:len(w)], g[:len(w)]
	for i, x := range w {
		h := T(scale*g[i]) + T(l2*x)
		a := T(momentum*b[i]) + T(enters*h)
		b[i] = a
		w[i] = x - ((T(fromG*h) + T(fromV*a)) + T(decay*x))
	}
}

// MomentumUpdate is, of a gradient u, which it overwrites,
//
//	b[i] = momentum·b[i] + new·u[i]
//	u[i] = fromGradient·u[i] + fromVelocity·b[i]
func MomentumUpdate[T Float](u, b []T, s SGDStep) {
	momentum, enters, fromG, fromV := T(s.Momentum), T(s.New), T(s.FromGradient), T(s.FromVelocity)
	if single[T]() && momentumUpdateSIMD(singles(u), singles(b),
		float32(momentum), float32(enters), float32(fromG), float32(fromV)) {
		return
	}
	b = b[:len(u)]
	for i, h := range u {
		a := T(momentum*b[i]) + T(enters*h)
		b[i] = a
		u[i] = T(fromG*h) + T(fromV*a)
	}
}
