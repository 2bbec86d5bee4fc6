package main

import (
	"math"

	"github.com/mmcloughlin/avo/reg"
)

// attends are the loops over rows of attention, of package kernel's
// attend_rows.go. Beyond the end of a row scores are -Inf, and weights 0.
var attends = []elements{
	{
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
	},
	{
		name: "softCap", doc: "t[i] = tanh(s[i]·inverse), s[i] = most·t[i]",
		out: []string{"s", "t"}, in: []string{"s"}, scalars: []string{"inverse", "most"},
		passes: []pass{{unroll: 2, body: func(s *step) {
			t := s.tanh(s.mul(s.in("s"), s.scalar("inverse")))
			s.out("t", t)
			s.out("s", s.mul(t, s.scalar("most")))
		}}},
	},
	{
		name: "scoresGrad", doc: "s[i] = e^(s[i] - shift)·inverse, dw[i] = s[i]·(dw[i] - mean)",
		out: []string{"s", "dw"}, in: []string{"s", "dw"}, scalars: []string{"shift", "inverse", "mean"},
		passes: []pass{{unroll: 2, body: func(s *step) {
			w := s.weight()
			s.out("s", w)
			s.out("dw", s.mul(s.minus(s.in("dw"), s.scalar("mean")), w))
		}}},
	},
	{
		name: "droppedScoresGrad", doc: "w = e^(s[i] - shift)·inverse, s[i] = w·m[i], dw[i] = w·(m[i]·dw[i] - mean)",
		out: []string{"s", "dw"}, in: []string{"s", "dw", "m"}, scalars: []string{"shift", "inverse", "mean"},
		passes: []pass{{unroll: 2, body: func(s *step) {
			w, m := s.weight(), s.in("m")
			s.out("s", s.mul(w, m))
			s.out("dw", s.mul(s.minus(s.mul(s.in("dw"), m), s.scalar("mean")), w))
		}}},
	},
}

// unseen is the score of a key that is not there.
var unseen = map[string]float32{"s": float32(math.Inf(-1))}

// weight is e^(s[i] - shift)·inverse.
func (s *step) weight() reg.VecVirtual {
	return s.mul(s.expBelow(s.minus(s.in("s"), s.scalar("shift"))), s.scalar("inverse"))
}
