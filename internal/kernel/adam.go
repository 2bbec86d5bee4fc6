package kernel

import "math"

// AdamStep is what all elements of a parameter have in common in a step of Adam.
type AdamStep struct {
	Scale            float64 // of the gradient
	L2               float64 // of the weights, added to the gradient
	Beta1, Beta2     float64
	Unbias1, Unbias2 float64 // 1/(1-β1ᵗ) and 1/√(1-β2ᵗ)
	Epsilon          float64
	Rate             float64
	Decay            float64 // of the weights, beside the moments
}

// AdamDescent is
//
//	h    = scale·g[i] + l2·w[i]
//	m[i] = β1·m[i] + (1-β1)·h
//	v[i] = β2·v[i] + (1-β2)·h²
//	w[i] = w[i] - rate·(unbias1·m[i]/(unbias2·√v[i] + ε) + decay·w[i])
func AdamDescent[T Float](w, m, v, g []T, s AdamStep) {
	m, v, g = m[:len(w)], v[:len(w)], g[:len(w)]
	scale, l2, rate, decay := T(s.Scale), T(s.L2), T(s.Rate), T(s.Decay)
	keep1, new1, keep2, new2 := T(s.Beta1), T(1-s.Beta1), T(s.Beta2), T(1-s.Beta2)
	unbias1, unbias2, eps := T(s.Unbias1), T(s.Unbias2), T(s.Epsilon)
	for i, x := range w {
		h := scale*g[i] + l2*x
		a := keep1*m[i] + new1*h
		b := keep2*v[i] + new2*h*h
		m[i], v[i] = a, b
		w[i] = x - rate*(unbias1*a/(unbias2*T(math.Sqrt(float64(b)))+eps)+decay*x)
	}
}

// AdamUpdate is, of a gradient u, which it overwrites,
//
//	m[i] = β1·m[i] + (1-β1)·u[i]
//	v[i] = β2·v[i] + (1-β2)·u[i]²
//	u[i] = unbias1·m[i]/(unbias2·√v[i] + ε)
func AdamUpdate[T Float](u, m, v []T, s AdamStep) {
	m, v = m[:len(u)], v[:len(u)]
	keep1, new1, keep2, new2 := T(s.Beta1), T(1-s.Beta1), T(s.Beta2), T(1-s.Beta2)
	unbias1, unbias2, eps := T(s.Unbias1), T(s.Unbias2), T(s.Epsilon)
	for i, h := range u {
		a := keep1*m[i] + new1*h
		b := keep2*v[i] + new2*h*h
		m[i], v[i] = a, b
		u[i] = unbias1 * a / (unbias2*T(math.Sqrt(float64(b))) + eps)
	}
}
