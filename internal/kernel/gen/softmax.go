package main

import "math"

// softmaxes are the kernels of softmax.go, attention.go and crossentropy.go.
var softmaxes = []elements{
	{
		name: "expSum", doc: "y[i] = e^(x[i] - shift), and sum = Σ y[i]",
		out: []string{"y"}, in: []string{"x"}, scalars: []string{"shift"}, results: []string{"sum"},
		passes: []pass{{
			unroll: 2, sums: []string{"sum"}, fill: map[string]float32{"x": lowest},
			body: func(s *step) {
				y := s.exp(s.minus(s.in("x"), s.scalar("shift")))
				s.out("y", y)
				s.add("sum", y)
			},
		}},
	},
	{
		name: "highest", doc: "top = max x[i]", in: []string{"x"}, results: []string{"top"},
		passes: []pass{findTop},
	},
	{
		name: "topExpSum", doc: "top = max x[i], and sum = Σ e^(x[i] - top)",
		in: []string{"x"}, results: []string{"top", "sum"},
		passes: []pass{findTop, expTotal("top")},
	},
	{
		name: "expTotal", doc: "sum = Σ e^(x[i] - shift), shift being x[i] at least",
		in: []string{"x"}, scalars: []string{"shift"}, results: []string{"sum"},
		passes: []pass{expTotal("shift")},
	},
	{
		name: "sumBelow", doc: "sum = Σ top - x[i]",
		in: []string{"x"}, scalars: []string{"top"}, results: []string{"sum"},
		passes: []pass{{
			unroll: 4, sums: []string{"sum"},
			body: func(s *step) {
				d := s.minus(s.scalar("top"), s.in("x"))
				s.only(d)
				s.add("sum", d)
			},
		}},
	},
	{
		name: "weightedSumBelow", doc: "sum = Σ w[i]·(top - x[i])",
		in: []string{"x", "w"}, scalars: []string{"top"}, results: []string{"sum"},
		passes: []pass{{
			unroll: 4, sums: []string{"sum"},
			body: func(s *step) {
				d := s.mul(s.minus(s.scalar("top"), s.in("x")), s.in("w"))
				s.only(d)
				s.add("sum", d)
			},
		}},
	},
	{
		name: "softmax", doc: "y[i] = e^x[i] / Σ_j e^x[j], or 0 if all x[j] are -Inf",
		out: []string{"y"}, in: []string{"x"},
		passes: []pass{finiteTop, {
			unroll: 2, sums: []string{"sum"}, fill: map[string]float32{"x": lowest},
			body: func(s *step) {
				y := s.expBelow(s.minus(s.in("x"), s.scalar("top")))
				s.out("y", y)
				s.add("sum", y)
			},
			// The sum is 1 at least, NaN, or 0 where all x[j] are -Inf.
			after: func(l *loop) {
				l.values["inverse"] = l.div(l.constant(1), l.most(l.scalar("sum"), l.constant(1)))
			},
		}, {
			unroll: 4,
			body:   func(s *step) { s.out("y", s.mul(s.in("y"), s.scalar("inverse"))) },
		}},
	},
	{
		name: "softmaxGrad", doc: "ds[i] = w[i]·(dw[i] - Σ_j w[j]·dw[j])",
		out: []string{"ds"}, in: []string{"w", "dw"},
		passes: []pass{{
			unroll: 4, sums: []string{"mean"},
			body: func(s *step) { s.addProduct("mean", s.in("w"), s.in("dw")) },
		}, {
			unroll: 4,
			body:   func(s *step) { s.out("ds", s.mul(s.minus(s.in("dw"), s.scalar("mean")), s.in("w"))) },
		}},
	},
	{
		name: "logSoftmax", doc: "y[i] = (x[i] - top) - log Σ_j e^(x[j] - top), top being max x[j]",
		out: []string{"y"}, in: []string{"x"},
		passes: []pass{findTop, logAfter(expTotal("top")), lessTwice("top", "rest")},
	},
	{
		name: "lessTwice", doc: "y[i] = (x[i] - top) - rest",
		out: []string{"y"}, in: []string{"x"}, scalars: []string{"top", "rest"},
		passes: []pass{lessTwice("top", "rest")},
	},
	{
		name: "logSoftmaxGrad", doc: "dx[i] = dy[i] - e^y[i]·Σ_j dy[j]",
		out: []string{"dx"}, in: []string{"y", "dy"},
		passes: []pass{{
			unroll: 4, sums: []string{"sum"}, body: func(s *step) { s.add("sum", s.in("dy")) },
		}, {
			unroll: 2,
			body: func(s *step) {
				dx := s.in("dy")
				s.subMul(dx, s.exp(s.in("y")), s.scalar("sum"))
				s.out("dx", dx)
			},
		}},
	},
	{
		name: "expScaled", doc: "y[i] = a·e^(x[i] - shift) - b",
		out: []string{"y"}, in: []string{"x"}, scalars: []string{"shift", "a", "b"},
		passes: []pass{{unroll: 2, body: func(s *step) {
			y := s.exp(s.minus(s.in("x"), s.scalar("shift")))
			s.out("y", s.minus(s.mul(y, s.scalar("a")), s.scalar("b")))
		}}},
	},
	{
		name: "expScaledLess", doc: "y[i] = a·e^(x[i] - shift) - b·w[i]",
		out: []string{"y"}, in: []string{"x", "w"}, scalars: []string{"shift", "a", "b"},
		passes: []pass{{unroll: 2, body: func(s *step) {
			y := s.exp(s.minus(s.in("x"), s.scalar("shift")))
			s.out("y", s.minus(s.mul(y, s.scalar("a")), s.mul(s.in("w"), s.scalar("b"))))
		}}},
	},
}

var lowest = float32(math.Inf(-1))

// findTop is the largest x[i] that is not NaN, -Inf if there is none.
var findTop = pass{
	unroll: 4, tops: []string{"top"}, fill: map[string]float32{"x": lowest},
	body: func(s *step) { s.top("top", s.in("x")) },
}

// finiteTop is findTop, but for a large negative number instead of -Inf, from
// which -Inf can be told.
var finiteTop = pass{
	unroll: findTop.unroll, tops: findTop.tops, fill: findTop.fill, body: findTop.body,
	after: func(l *loop) {
		l.values["top"] = l.most(l.scalar("top"), l.constant(-math.MaxFloat32))
	},
}

// expTotal is sum = Σ e^(x[i] - shift), shift being x[i] at least.
func expTotal(shift string) pass {
	return pass{
		unroll: 2, sums: []string{"sum"}, fill: map[string]float32{"x": lowest},
		body: func(s *step) { s.add("sum", s.expBelow(s.minus(s.in("x"), s.scalar(shift)))) },
	}
}

// logAfter has rest = log sum, too.
func logAfter(p pass) pass {
	p.after = func(l *loop) { l.values["rest"] = l.log(l.scalar("sum")) }
	return p
}

// lessTwice is y[i] = (x[i] - a) - b.
func lessTwice(a, b string) pass {
	return pass{unroll: 4, body: func(s *step) {
		s.out("y", s.minus(s.minus(s.in("x"), s.scalar(a)), s.scalar(b)))
	}}
}
