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
//	v[i] = β2·v[i] + ((1-β2)·h)·h
//	w[i] = w[i] - (rate·unbias1/unbias2·(m[i]/(√v[i] + ε/unbias2)) + rate·decay·w[i])
//
// where products without elements are taken in float64.
func AdamDescent[T Float](w, m, v, g []T, s AdamStep) {
	scale, l2, rate, decay := T(s.Scale), T(s.L2), T(s.Rate*s.Unbias1/s.Unbias2), T(s.Rate*s.Decay)
	keep1, new1, keep2, new2, eps := T(s.Beta1), T(1-s.Beta1), T(s.Beta2), T(1-s.Beta2), T(s.Epsilon/s.Unbias2)
	if single[T]() && adamDescentSIMD(singles(w), singles(m), singles(v), singles(g), float32(scale), float32(l2),
		float32(keep1), float32(new1), float32(keep2), float32(new2), float32(eps), float32(rate), float32(decay)) {
		return
	}
	m, v, g = m[:len(w)], v[:len(w)], g[:len(w)]
	for i, x := range w {
		h := T(scale*g[i]) + T(l2*x)
		a := T(keep1*m[i]) + T(new1*h)
		b := T(keep2*v[i]) + T(new2*h*h)
		m[i], v[i] = a, b
		w[i] = x - (T(rate*(a/(T(math.Sqrt(float64(b)))+eps))) + T(decay*x))
	}
}

// AdamUpdate is, of a gradient u, which it overwrites,
//
//	m[i] = β1·m[i] + (1-β1)·u[i]
//	v[i] = β2·v[i] + ((1-β2)·u[i])·u[i]
//	u[i] = unbias1/unbias2·(m[i]/(√v[i] + ε/unbias2))
func AdamUpdate[T Float](u, m, v []T, s AdamStep) {
	keep1, new1, keep2, new2 := T(s.Beta1), T(1-s.Beta1), T(s.Beta2), T(1-s.Beta2)
	unbias, eps := T(s.Unbias1/s.Unbias2), T(s.Epsilon/s.Unbias2)
	if single[T]() && adamUpdateSIMD(singles(u), singles(m), singles(v),
		float32(keep1), float32(new1), float32(keep2), float32(new2), float32(eps), float32(unbias)) {
		return
	}
	m, v = m[:len(u)], v[:len(u)]
	for i, h := range u {
		a := T(keep1*m[i]) + T(new1*h)
		b := T(keep2*v[i]) + T(new2*h*h)
		m[i], v[i] = a, b
		u[i] = unbias * (a / (T(math.Sqrt(float64(b))) + eps))
	}
}
