package main

import "math"

// activations are the kernels of package kernel's gelu.go, silu.go, relu.go and
// others of their kind.
var activations = []elements{
	unary("tanh", "tanh x[i]", func(s *step, x vec) vec { return s.tanh(x) }),
	unary("sigmoid", "1/(1 + e^-x[i])", func(s *step, x vec) vec { return s.sigmoid(x) }),
	unary("erf", "erf x[i]", func(s *step, x vec) vec { return s.erf(x) }),
	unary("gelu", "x[i]·Φ(x[i])", func(s *step, x vec) vec { return s.mul(x, s.normal(x)) }),
	unary("geluTanh", "x[i]·(1 + tanh u)/2", geluTanh),
	unary("silu", "x[i]·σ(x[i])", func(s *step, x vec) vec { return s.mul(x, s.sigmoid(x)) }),
	unary("mish", "x[i]·tanh(log(1 + e^x[i]))", mish),
	unary("softplus", "log(1 + e^x[i])", softplus),
	unary("relu", "max(x[i], 0)", func(s *step, x vec) vec {
		return s.plus(s.most(x, s.constant(0)), s.constant(0)) // -0 becomes 0
	}),
	with(unary("leakyReLU", "x[i] where x[i] > 0, else slope·x[i]", func(s *step, x vec) vec {
		return s.pick(s.where(x, more, s.constant(0)), x, s.mul(x, s.scalar("slope")))
	}), "slope"),
	with(unary("elu", "scale·x[i] where x[i] > 0, else low·(e^x[i] - 1)", elu), "scale", "low"),
	unary("softsign", "x[i]/(1 + |x[i]|)", func(s *step, x vec) vec {
		return s.div(x, s.plus(s.abs(x), s.constant(1)))
	}),

	slope("tanhGrad", "y", "(1 - y[i]²)", func(s *step, y vec) vec {
		return s.minus(s.constant(1), s.mul(y, y))
	}),
	slope("sigmoidGrad", "y", "y[i]·(1 - y[i])", func(s *step, y vec) vec {
		return s.mul(y, s.minus(s.constant(1), y))
	}),
	slope("erfGrad", "x", "2/√π·e^(-x[i]²)", func(s *step, x vec) vec {
		return s.mul(s.expBelow(s.neg(s.mul(x, x))), s.constant(2/math.SqrtPi))
	}),
	slope("geluGrad", "x", "(Φ(x[i]) + x[i]·φ(x[i]))", func(s *step, x vec) vec { return s.normalSlope(x) }),
	slope("geluTanhGrad", "x", "(s + x[i]·s·(1 - s)·u')", geluTanhSlope),
	slope("siluGrad", "x", "σ(x[i])·(1 + x[i]·(1 - σ(x[i])))", func(s *step, x vec) vec {
		sigma, slope := s.sigmoidSlope(x)
		s.addMul(sigma, slope, x)
		return sigma
	}),
	slope("mishGrad", "x", "(g + x[i]·σ(x[i])·(1 - g²))", mishSlope),
	slope("softplusGrad", "x", "σ(x[i])", func(s *step, x vec) vec { return s.sigmoid(x) }),
	{
		name: "reluGrad", doc: "dx[i] = dy[i] where y[i] ≠ 0, else 0", out: []string{"dx"}, in: []string{"y", "dy"},
		passes: []pass{{unroll: 2, body: func(s *step) {
			s.out("dx", s.keep(s.where(s.in("y"), notEqual, s.constant(0)), s.in("dy")))
		}}},
	},
	with(slope("leakyReLUGrad", "x", "(1 where x[i] > 0, else slope)", func(s *step, x vec) vec {
		return s.pick(s.where(x, more, s.constant(0)), s.constant(1), s.scalar("slope"))
	}), "slope"),
	with(slope("eluGrad", "x", "(scale where x[i] > 0, else low·e^x[i])", func(s *step, x vec) vec {
		right := s.where(x, more, s.constant(0))
		return s.pick(right, s.scalar("scale"), s.mul(s.exp(x), s.scalar("low")))
	}), "scale", "low"),
	slope("softsignGrad", "x", "1/(1 + |x[i]|)²", func(s *step, x vec) vec {
		d := s.plus(s.abs(x), s.constant(1))
		return s.div(s.constant(1), s.mul(d, d))
	}),
}

// 2u of GELU's approximation is geluLinear·x + geluCube·x³, and (1 + tanh u)/2 is
// the sigmoid of it.
const (
	geluLinear = 2 * math.Sqrt2 / math.SqrtPi
	geluCube   = geluLinear * 0.044715
)

// geluTanh is x/(1 + e^-2u).
func geluTanh(s *step, x vec) vec {
	u, _ := s.oddCubic(x, -geluLinear, -geluCube)
	return s.div(x, s.plus(s.exp(u), s.constant(1)))
}

// geluTanhSlope is s + x·s·(1 - s)·u'. From 20 on it is 0 or 1.
func geluTanhSlope(s *step, x vec) vec {
	x = s.most(s.least(x, s.constant(20)), s.constant(-20))
	u, square := s.oddCubic(x, geluLinear, geluCube)
	sigma, slope := s.sigmoidSlope(u)
	inner := s.mul(square, s.constant(3*geluCube))
	inner = s.mul(s.plus(inner, s.constant(geluLinear)), x)
	s.addMul(sigma, inner, slope)
	return sigma
}

// mish is x·n/(n + 2) with n = e·(e + 2), e = e^x. From 20 on it is x.
func mish(s *step, x vec) vec {
	e := s.expBelow(s.least(x, s.constant(20)))
	n := s.mul(s.plus(e, s.constant(2)), e)
	return s.mul(s.div(n, s.plus(n, s.constant(2))), x)
}

// mishSlope is g + x·σ·(1 - g²) with g = n/(n + 2), so that σ·(1 - g²) is
// 4·e·(e + 1)/(n + 2)².
func mishSlope(s *step, x vec) vec {
	x = s.least(x, s.constant(20))
	e := s.expBelow(s.copy(x))
	n := s.mul(s.plus(e, s.constant(2)), e)
	inverse := s.div(s.constant(1), s.plus(n, s.constant(2)))
	rest := s.mul(s.plus(e, s.constant(1)), e)
	rest = s.mul(s.mul(rest, s.constant(4)), inverse)
	s.addMul(n, rest, x)
	return s.mul(n, inverse)
}

func softplus(s *step, x vec) vec {
	rest := s.log1p(s.expBelow(s.minusAbs(x)))
	return s.plus(rest, s.most(x, s.constant(0)))
}

func elu(s *step, x vec) vec {
	right := s.where(x, more, s.constant(0))
	left := s.mul(s.expLess1(s.least(x, s.constant(0))), s.scalar("low"))
	return s.pick(right, s.mul(x, s.scalar("scale")), left)
}
