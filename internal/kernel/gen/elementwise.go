package main

import "github.com/mmcloughlin/avo/reg"

// elementwise are the kernels of package kernel's add.go, arithmetic.go,
// pointwise.go and sgd.go that compute an element from elements. Products are
// rounded before they are added, as Go does it on amd64, so that the bits are
// those of the loops.
var elementwise = []elements{
	pair("add", "z[i] = x[i] + y[i]", func(s *step, x, y reg.VecVirtual) reg.VecVirtual { return s.plus(x, y) }),
	pair("sub", "z[i] = x[i] - y[i]", func(s *step, x, y reg.VecVirtual) reg.VecVirtual { return s.minus(x, y) }),
	pair("mul", "z[i] = x[i]·y[i]", func(s *step, x, y reg.VecVirtual) reg.VecVirtual { return s.mul(x, y) }),
	pair("div", "z[i] = x[i]/y[i]", func(s *step, x, y reg.VecVirtual) reg.VecVirtual { return s.div(x, y) }),
	withNumber("shift", "y[i] = x[i] + a", func(s *step, x, a reg.VecVirtual) reg.VecVirtual { return s.plus(x, a) }),
	withNumber("scale", "y[i] = a·x[i]", func(s *step, x, a reg.VecVirtual) reg.VecVirtual { return s.mul(x, a) }),
	withNumber("subFrom", "y[i] = a - x[i]", func(s *step, x, a reg.VecVirtual) reg.VecVirtual { return s.minus(a, x) }),
	withNumber("divBy", "y[i] = x[i]/a", func(s *step, x, a reg.VecVirtual) reg.VecVirtual { return s.div(x, a) }),
	withNumber("divInto", "y[i] = a/x[i]", func(s *step, x, a reg.VecVirtual) reg.VecVirtual { return s.div(a, x) }),
	single("neg", "y[i] = -x[i]", func(s *step, x reg.VecVirtual) reg.VecVirtual { return s.xor(x, s.constant(negativeZero)) }),
	single("abs", "y[i] = |x[i]|", func(s *step, x reg.VecVirtual) reg.VecVirtual { return s.and(x, s.bits(1<<31-1)) }),
	single("square", "y[i] = x[i]²", func(s *step, x reg.VecVirtual) reg.VecVirtual { return s.mul(x, x) }),
	pair("squareGrad", "z[i] = 2·x[i]·y[i]", func(s *step, x, y reg.VecVirtual) reg.VecVirtual { return s.mul(s.plus(x, x), y) }),
	pair("reciprocalGrad", "z[i] = -x[i]²·y[i]", func(s *step, x, y reg.VecVirtual) reg.VecVirtual {
		return s.mul(s.mul(s.xor(x, s.constant(negativeZero)), x), y)
	}),
	{
		name: "addScaled", doc: "y[i] = y[i] + a·x[i]",
		out: []string{"y"}, in: []string{"y", "x"}, scalars: []string{"a"},
		passes: []pass{{unroll: 4, body: func(s *step) { s.out("y", s.plus(s.in("y"), s.mul(s.in("x"), s.scalar("a")))) }}},
	},
	{
		name: "addProduct", doc: "z[i] = z[i] + x[i]·y[i]",
		out: []string{"z"}, in: []string{"z", "x", "y"},
		passes: []pass{{unroll: 4, body: func(s *step) { s.out("z", s.plus(s.in("z"), s.mul(s.in("x"), s.in("y")))) }}},
	},
	{
		name: "addFour", doc: "z[i] = z[i] + ((a[i] + b[i]) + (c[i] + d[i]))",
		out: []string{"z"}, in: []string{"z", "a", "b", "c", "d"},
		passes: []pass{{unroll: 2, body: func(s *step) {
			s.out("z", s.plus(s.in("z"), s.plus(s.plus(s.in("a"), s.in("b")), s.plus(s.in("c"), s.in("d")))))
		}}},
	},
	{
		name: "clamp", doc: "y[i] = min(max(x[i], lo), hi), NaN of NaN",
		out: []string{"y"}, in: []string{"x"}, scalars: []string{"lo", "hi"},
		passes: []pass{{unroll: 4, body: func(s *step) {
			s.out("y", s.keepingNaN(s.VMINPS, s.keepingNaN(s.VMAXPS, s.in("x"), s.scalar("lo")), s.scalar("hi")))
		}}},
	},
}

// single is y = f(x).
func single(name, doc string, f func(s *step, x reg.VecVirtual) reg.VecVirtual) elements {
	return elements{
		name: name, doc: doc, out: []string{"y"}, in: []string{"x"},
		passes: []pass{{unroll: 4, body: func(s *step) { s.out("y", f(s, s.in("x"))) }}},
	}
}

// pair is z = f(x, y).
func pair(name, doc string, f func(s *step, x, y reg.VecVirtual) reg.VecVirtual) elements {
	return elements{
		name: name, doc: doc, out: []string{"z"}, in: []string{"x", "y"},
		passes: []pass{{unroll: 4, body: func(s *step) { s.out("z", f(s, s.in("x"), s.in("y"))) }}},
	}
}

// withNumber is y = f(x, a) of a number a.
func withNumber(name, doc string, f func(s *step, x, a reg.VecVirtual) reg.VecVirtual) elements {
	return elements{
		name: name, doc: doc, out: []string{"y"}, in: []string{"x"}, scalars: []string{"a"},
		passes: []pass{{unroll: 4, body: func(s *step) { s.out("y", f(s, s.in("x"), s.scalar("a"))) }}},
	}
}
