package main

// rotations are the kernels of package kernel's rotary.go.
var rotations = []elements{
	{
		name: "rotateHalves", doc: "y[i] = x[i]·cos[i] - z[i]·sign·sin[i] and u[i] = z[i]·cos[i] + x[i]·sign·sin[i]",
		out: []string{"y", "u"}, in: []string{"x", "z", "cos", "sin"}, scalars: []string{"sign"},
		passes: []pass{{unroll: 2, body: func(s *step) {
			x, z, cos, sin := s.in("x"), s.in("z"), s.in("cos"), s.mul(s.in("sin"), s.scalar("sign"))
			s.out("y", s.minus(s.mul(x, cos), s.mul(z, sin)))
			s.out("u", s.plus(s.mul(z, cos), s.mul(x, sin)))
		}}},
	},
}
