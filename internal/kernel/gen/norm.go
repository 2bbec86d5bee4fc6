package main

import "github.com/mmcloughlin/avo/reg"

// norms are the kernels of package kernel's layernorm.go and rmsnorm.go, of one
// row each: its moments, and then what is made of them. count is the row's length
// as a number.
var norms = []elements{
	{
		name: "layerNorm", doc: "y[i] = (x[i] - mean)·rstd·w[i] + b[i]",
		out: []string{"y"}, in: []string{"x", "w", "b"}, scalars: []string{"count", "eps"}, results: []string{"mean", "rstd"},
		passes: []pass{meanOf(func(s *step) reg.VecVirtual { return s.in("x") }), deviation("x"), normalised("x")},
	},
	{
		name: "addLayerNorm", doc: "s[i] = x[i] + r[i] and y[i] = (s[i] - mean)·rstd·w[i] + b[i]",
		out: []string{"y", "s"}, in: []string{"s", "x", "r", "w", "b"}, scalars: []string{"count", "eps"}, results: []string{"mean", "rstd"},
		passes: []pass{meanOf(residual), deviation("s"), normalised("s")},
	},
	{
		name: "standardise", doc: "y[i] = (x[i] - mean)·rstd",
		out: []string{"y"}, in: []string{"x"}, scalars: []string{"mean", "rstd"},
		passes: []pass{{unroll: 2, body: func(s *step) { s.out("y", s.standard("x")) }}},
	},
	{
		name: "layerNormGrad", doc: "dx[i] = rstd·(g[i] - mean g - h[i]·mean(g·h)), dw[i] += dy[i]·h[i] and db[i] += dy[i], where h[i] = (x[i] - mean)·rstd and g[i] = w[i]·dy[i]",
		out: []string{"dx", "dw", "db"}, in: []string{"dw", "db", "x", "w", "dy"}, scalars: []string{"count", "mean", "rstd"},
		passes: []pass{
			{unroll: 2, sums: []string{"g", "gh"}, body: gradientSums, after: func(l *loop) {
				l.values["g"] = l.div(l.values["g"], l.scalar("count"))
				l.values["gh"] = l.div(l.values["gh"], l.scalar("count"))
			}},
			{unroll: 2, body: func(s *step) {
				h, g := s.standard("x"), s.minus(s.mul(s.in("w"), s.in("dy")), s.scalar("g"))
				s.subMul(g, h, s.scalar("gh"))
				s.out("dx", s.mul(g, s.scalar("rstd")))
			}},
		},
	},
	{
		name: "normGrad", doc: "dx[i] = rstd·(grad[i] - a - h[i]·b)",
		out: []string{"dx"}, in: []string{"grad", "h"}, scalars: []string{"a", "b", "rstd"},
		passes: []pass{{unroll: 2, body: func(s *step) {
			g := s.minus(s.in("grad"), s.scalar("a"))
			s.subMul(g, s.in("h"), s.scalar("b"))
			s.out("dx", s.mul(g, s.scalar("rstd")))
		}}},
	},
	{
		name: "rmsNorm", doc: "y[i] = x[i]·rstd·w[i]",
		out: []string{"y"}, in: []string{"x", "w"}, scalars: []string{"count", "eps"}, results: []string{"rstd"},
		passes: []pass{meanSquare(func(s *step) reg.VecVirtual { return s.in("x") }), scaled("x")},
	},
	{
		name: "addRMSNorm", doc: "s[i] = x[i] + r[i] and y[i] = s[i]·rstd·w[i]",
		out: []string{"y", "s"}, in: []string{"s", "x", "r", "w"}, scalars: []string{"count", "eps"}, results: []string{"rstd"},
		passes: []pass{meanSquare(residual), scaled("s")},
	},
	{
		name: "rmsNormGrad", doc: "dx[i] = rstd·(g[i] - h[i]·mean(g·h)) and dw[i] += dy[i]·h[i], where h[i] = x[i]·rstd and g[i] = w[i]·dy[i]",
		out: []string{"dx", "dw"}, in: []string{"dw", "x", "w", "dy"}, scalars: []string{"count", "rstd"},
		passes: []pass{
			{unroll: 2, sums: []string{"gh"}, body: func(s *step) {
				h, dy := s.mul(s.in("x"), s.scalar("rstd")), s.in("dy")
				s.weightGrad(dy, h)
				s.addProduct("gh", s.mul(s.in("w"), dy), h)
			}, after: func(l *loop) { l.values["gh"] = l.div(l.values["gh"], l.scalar("count")) }},
			{unroll: 2, body: func(s *step) {
				h, g := s.mul(s.in("x"), s.scalar("rstd")), s.mul(s.in("w"), s.in("dy"))
				s.subMul(g, h, s.scalar("gh"))
				s.out("dx", s.mul(g, s.scalar("rstd")))
			}},
		},
	},
}

// residual is x + r, kept in s.
func residual(s *step) reg.VecVirtual {
	v := s.plus(s.in("x"), s.in("r"))
	s.out("s", v)
	return v
}

// meanOf takes the mean of f.
func meanOf(f func(s *step) reg.VecVirtual) pass {
	return pass{unroll: 4, sums: []string{"mean"}, body: func(s *step) { s.add("mean", f(s)) }, after: func(l *loop) {
		l.values["mean"] = l.div(l.values["mean"], l.scalar("count"))
	}}
}

// deviation makes rstd of the squares about the mean.
func deviation(x string) pass {
	return pass{unroll: 4, sums: []string{"rstd"}, body: func(s *step) {
		d := s.minus(s.in(x), s.scalar("mean"))
		s.only(d)
		s.addProduct("rstd", d, d)
	}, after: inverseRoot}
}

// meanSquare makes rstd of the squares of f.
func meanSquare(f func(s *step) reg.VecVirtual) pass {
	return pass{unroll: 4, sums: []string{"rstd"}, body: func(s *step) {
		v := f(s)
		s.addProduct("rstd", v, v)
	}, after: inverseRoot}
}

// inverseRoot makes 1/√(mean + eps) of a sum.
func inverseRoot(l *loop) {
	mean := l.plus(l.div(l.values["rstd"], l.scalar("count")), l.scalar("eps"))
	l.values["rstd"] = l.div(l.constant(1), l.sqrt(mean))
}

// standard is (x[i] - mean)·rstd.
func (s *step) standard(x string) reg.VecVirtual {
	return s.mul(s.minus(s.in(x), s.scalar("mean")), s.scalar("rstd"))
}

func normalised(x string) pass {
	return pass{unroll: 2, body: func(s *step) {
		v := s.standard(x)
		s.timesPlus(v, s.in("w"), s.in("b"))
		s.out("y", v)
	}}
}

func scaled(x string) pass {
	return pass{unroll: 2, body: func(s *step) { s.out("y", s.mul(s.mul(s.in(x), s.scalar("rstd")), s.in("w"))) }}
}

// weightGrad is dw[i] += dy·h.
func (s *step) weightGrad(dy, h reg.VecVirtual) {
	dw := s.in("dw")
	s.addMul(dw, dy, h)
	s.out("dw", dw)
}

// gradientSums adds up g and g·h, and to dw and db.
func gradientSums(s *step) {
	h, dy := s.standard("x"), s.in("dy")
	s.only(h)
	s.weightGrad(dy, h)
	s.out("db", s.plus(s.in("db"), dy))
	g := s.mul(s.in("w"), dy)
	s.add("g", g)
	s.addProduct("gh", g, h)
}
