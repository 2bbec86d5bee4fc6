package main

import "github.com/mmcloughlin/avo/reg"

// optimizers are the kernels of package kernel's adam.go and sgd.go: a step on
// all of w in one pass over it, the gradient and the state. Products are rounded
// before they are added, as Go does it on amd64.
var optimizers = []elements{
	{
		name: "adamDescent", doc: "m[i], v[i] and w[i] after a step of Adam, see AdamDescent",
		out: []string{"w", "m", "v"}, in: []string{"w", "m", "v", "grad"},
		scalars: []string{"scale", "l2", "keep1", "new1", "keep2", "new2", "eps", "rate", "decay"},
		passes: []pass{{unroll: 1, body: func(s *step) {
			w := s.in("w")
			h := s.plus(s.mul(s.in("grad"), s.scalar("scale")), s.mul(w, s.scalar("l2")))
			u := s.mul(s.adam(h), s.scalar("rate"))
			s.out("w", s.minus(w, s.plus(u, s.mul(w, s.scalar("decay")))))
		}}},
	},
	{
		name: "adamUpdate", doc: "m[i], v[i] and u[i] of a gradient u[i], see AdamUpdate",
		out: []string{"u", "m", "v"}, in: []string{"u", "m", "v"},
		scalars: []string{"keep1", "new1", "keep2", "new2", "eps", "rate"},
		passes:  []pass{{unroll: 1, body: func(s *step) { s.out("u", s.mul(s.adam(s.in("u")), s.scalar("rate"))) }}},
	},
	{
		name: "sgdDescent", doc: "w[i] = w[i] - (rate·grad[i] + decay·w[i])",
		out: []string{"w"}, in: []string{"w", "grad"}, scalars: []string{"rate", "decay"},
		passes: []pass{{unroll: 4, body: func(s *step) {
			w := s.in("w")
			s.out("w", s.minus(w, s.plus(s.mul(s.in("grad"), s.scalar("rate")), s.mul(w, s.scalar("decay")))))
		}}},
	},
	{
		name: "momentumDescent", doc: "b[i] and w[i] after a step with momentum, see MomentumDescent",
		out: []string{"w", "b"}, in: []string{"w", "b", "grad"},
		scalars: []string{"scale", "l2", "momentum", "new", "fromGradient", "fromVelocity", "decay"},
		passes: []pass{{unroll: 1, body: func(s *step) {
			w := s.in("w")
			h := s.plus(s.mul(s.in("grad"), s.scalar("scale")), s.mul(w, s.scalar("l2")))
			s.out("w", s.minus(w, s.plus(s.momentum(h), s.mul(w, s.scalar("decay")))))
		}}},
	},
	{
		name: "momentumUpdate", doc: "b[i] and u[i] of a gradient u[i], see MomentumUpdate",
		out: []string{"u", "b"}, in: []string{"u", "b"},
		scalars: []string{"momentum", "new", "fromGradient", "fromVelocity"},
		passes:  []pass{{unroll: 2, body: func(s *step) { s.out("u", s.momentum(s.in("u"))) }}},
	},
}

// adam updates both moments by h, and is m/(√v + eps).
func (s *step) adam(h reg.VecVirtual) reg.VecVirtual {
	m := s.plus(s.mul(s.in("m"), s.scalar("keep1")), s.mul(h, s.scalar("new1")))
	s.out("m", m)
	v := s.plus(s.mul(s.in("v"), s.scalar("keep2")), s.mul(s.mul(h, s.scalar("new2")), h))
	s.out("v", v)
	return s.div(m, s.plus(s.sqrt(v), s.scalar("eps")))
}

// momentum updates the velocity by h, and is fromGradient·h + fromVelocity·b.
func (s *step) momentum(h reg.VecVirtual) reg.VecVirtual {
	b := s.plus(s.mul(s.in("b"), s.scalar("momentum")), s.mul(h, s.scalar("new")))
	s.out("b", b)
	return s.plus(s.mul(h, s.scalar("fromGradient")), s.mul(b, s.scalar("fromVelocity")))
}
