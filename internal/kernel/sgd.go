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

// SGDDescent is w[i] = w[i] - rate·(scale·g[i] + (l2+decay)·w[i]).
func SGDDescent[T Float](w, g []T, s SGDStep) {
	g = g[:len(w)]
	scale, decay, rate := T(s.Scale), T(s.L2+s.Decay), T(s.Rate)
	for i, x := range w {
		w[i] = x - rate*(scale*g[i]+decay*x)
	}
}

// MomentumDescent is
//
//	h    = scale·g[i] + l2·w[i]
//	b[i] = momentum·b[i] + new·h
//	w[i] = w[i] - rate·(fromGradient·h + fromVelocity·b[i] + decay·w[i])
func MomentumDescent[T Float](w, b, g []T, s SGDStep) {
	b, g = b[:len(w)], g[:len(w)]
	scale, l2, rate, decay := T(s.Scale), T(s.L2), T(s.Rate), T(s.Decay)
	momentum, enters, fromG, fromV := T(s.Momentum), T(s.New), T(s.FromGradient), T(s.FromVelocity)
	for i, x := range w {
		h := scale*g[i] + l2*x
		a := momentum*b[i] + enters*h
		b[i] = a
		w[i] = x - rate*(fromG*h+fromV*a+decay*x)
	}
}

// MomentumUpdate is, of a gradient u, which it overwrites,
//
//	b[i] = momentum·b[i] + new·u[i]
//	u[i] = fromGradient·u[i] + fromVelocity·b[i]
func MomentumUpdate[T Float](u, b []T, s SGDStep) {
	b = b[:len(u)]
	momentum, enters, fromG, fromV := T(s.Momentum), T(s.New), T(s.FromGradient), T(s.FromVelocity)
	for i, h := range u {
		a := momentum*b[i] + enters*h
		b[i] = a
		u[i] = fromG*h + fromV*a
	}
}

// AddScaled is y[i] = y[i] + a·x[i].
func AddScaled[T Float](y, x []T, a T) {
	x = x[:len(y)]
	for i, v := range x {
		y[i] += a * v
	}
}
