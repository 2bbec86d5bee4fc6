package main

// exponentials are the kernels of package kernel's exp.go, log.go and roots.go.
var exponentials = []elements{
	unary("exp", "e^x[i]", func(s *step, x vec) vec { return s.exp(x) }),
	unary("log", "log x[i]", func(s *step, x vec) vec { return s.log(x) }),
	unary("sqrt", "√x[i]", func(s *step, x vec) vec { return s.sqrt(x) }),
	unary("rsqrt", "1/√x[i]", func(s *step, x vec) vec { return s.div(s.constant(1), s.sqrt(x)) }),
	{
		name: "logGrad", doc: "dx[i] = dy[i]/x[i]", out: []string{"dx"}, in: []string{"x", "dy"},
		passes: []pass{{unroll: 2, body: func(s *step) { s.out("dx", s.div(s.in("dy"), s.in("x"))) }}},
	},
	{
		name: "sqrtGrad", doc: "dx[i] = dy[i]/(2·y[i])", out: []string{"dx"}, in: []string{"y", "dy"},
		passes: []pass{{unroll: 2, body: func(s *step) {
			y := s.in("y")
			s.out("dx", s.div(s.in("dy"), s.plus(y, y)))
		}}},
	},
	slope("rsqrtGrad", "y", "-y[i]³/2", func(s *step, y vec) vec {
		return s.mul(s.mul(s.mul(y, s.constant(-0.5)), y), y)
	}),
}
