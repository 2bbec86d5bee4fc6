package main

import (
	"math"

	"github.com/mmcloughlin/avo/reg"
)

// attends are the loops over rows of attention, of package kernel's
// attend_rows.go. Beyond the end of a row scores are -Inf, and weights 0.
var attends = []elements{
	softmaxStep, softCap, weightsGrad,
	overRows("softmaxStepRows", softmaxStep, "before"), overRows("softCapRows", softCap), overRows("weightsGradRows", weightsGrad, "mean"),
	scoresGrad, overRows("scoresGradRows", scoresGrad, "shift", "mean"),
	{
		name: "droppedScoresGrad", doc: "w = e^(s[i] - shift), s[i] = w·m[i], dw[i] = w·(m[i]·dw[i] - mean)",
		out: []string{"s", "dw"}, in: []string{"s", "dw", "m"}, scalars: []string{"shift", "mean"},
		passes: []pass{{unroll: 2, body: func(s *step) {
			w, m := s.weight(), s.in("m")
			s.out("s", s.mul(w, m))
			s.out("dw", s.mul(s.minus(s.mul(s.in("dw"), m), s.scalar("mean")), w))
		}}},
	},
	{
		name: "meanRows", doc: "y[i] = a·x[i], and mean = Σ y[i]·z[i]",
		out: []string{"y"}, in: []string{"x", "z"}, scalars: []string{"a"}, results: []string{"mean"},
		rows: true, each: []string{"a"},
		passes: []pass{{unroll: 4, sums: []string{"mean"}, body: func(s *step) {
			y := s.mul(s.in("x"), s.scalar("a"))
			s.out("y", y)
			s.addProduct("mean", y, s.in("z"))
		}}},
	},
	{
		name: "scaleRows", doc: "y[i] = a·x[i]", out: []string{"y"}, in: []string{"x"}, scalars: []string{"a"},
		rows: true, each: []string{"a"},
		passes: []pass{{unroll: 4, body: func(s *step) { s.out("y", s.mul(s.in("x"), s.scalar("a"))) }}},
	},
	{
		name: "uncapRows", doc: "ds[i] = (1 - t[i]²)·ds[i]", out: []string{"ds"}, in: []string{"ds", "t"}, rows: true,
		passes: []pass{{unroll: 4, body: func(s *step) {
			t := s.in("t")
			s.out("ds", s.mul(s.minus(s.constant(1), s.mul(t, t)), s.in("ds")))
		}}},
	},
	{
		name: "addRows", doc: "s[i] = s[i] + x[i]", out: []string{"s"}, in: []string{"s", "x"}, rows: true,
		passes: []pass{{unroll: 4, body: func(s *step) { s.out("s", s.plus(s.in("s"), s.in("x"))) }}},
	},
}

// overRows is a kernel over rows, each of which has its own of some scalars.
func overRows(name string, k elements, each ...string) elements {
	k.name, k.rows, k.each = name, true, each
	return k
}

var softmaxStep = elements{
	name: "softmaxStep", doc: "top = max(before, s[i]), s[i] = e^(s[i] - top), and sum = Σ s[i]",
	out: []string{"s"}, in: []string{"s"}, scalars: []string{"before"}, results: []string{"top", "sum"},
	passes: []pass{
		{
			unroll: 4, tops: []string{"top"}, fill: unseen,
			body: func(s *step) { s.top("top", s.in("s")) },
			after: func(l *loop) {
				top := l.values["top"]
				l.VMAXPS(l.scalar("before"), top, top)
				l.values["shift"] = l.most(top, l.constant(-math.MaxFloat32)) // who sees nothing has -Inf - shift = -Inf
			},
		},
		{
			unroll: 4, sums: []string{"sum"}, fill: unseen,
			body: func(s *step) {
				e := s.expBelow(s.minus(s.in("s"), s.scalar("shift")))
				s.out("s", e)
				s.add("sum", e)
			},
		},
	},
}

var softCap = elements{
	name: "softCap", doc: "t[i] = tanh(s[i]·inverse), s[i] = most·t[i]",
	out: []string{"s", "t"}, in: []string{"s"}, scalars: []string{"inverse", "most"},
	passes: []pass{{unroll: 2, body: func(s *step) {
		t := s.tanh(s.mul(s.in("s"), s.scalar("inverse")))
		s.out("t", t)
		s.out("s", s.mul(t, s.scalar("most")))
	}}},
}

var scoresGrad = elements{
	name: "scoresGrad", doc: "s[i] = e^(s[i] - shift), dw[i] = s[i]·(dw[i] - mean)",
	out: []string{"s", "dw"}, in: []string{"s", "dw"}, scalars: []string{"shift", "mean"},
	passes: []pass{{unroll: 2, body: func(s *step) {
		w := s.weight()
		s.out("s", w)
		s.out("dw", s.mul(s.minus(s.in("dw"), s.scalar("mean")), w))
	}}},
}

var weightsGrad = elements{
	name: "weightsGrad", doc: "ds[i] = w[i]·(ds[i] - mean)",
	out: []string{"ds"}, in: []string{"ds", "w"}, scalars: []string{"mean"},
	passes: []pass{{unroll: 4, body: func(s *step) {
		s.out("ds", s.mul(s.minus(s.in("ds"), s.scalar("mean")), s.in("w")))
	}}},
}

// unseen is the score of a key that is not there.
var unseen = map[string]float32{"s": float32(math.Inf(-1))}

// weight is e^(s[i] - shift).
func (s *step) weight() reg.VecVirtual {
	return s.expBelow(s.minus(s.in("s"), s.scalar("shift")))
}
