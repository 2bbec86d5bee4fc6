package main

import (
	"github.com/mmcloughlin/avo/operand"
)

// roundings round where the processor has no instruction for it.
var roundings = []elements{{
	name: "roundBF16",
	doc:  "x[i] = RoundBF16(x[i])",
	out:  []string{"x"}, in: []string{"x"},
	passes: []pass{{unroll: 2, body: func(s *step) {
		const sign, top, quiet = 1 << 31, 0xffff0000, 1 << 22
		and, or := instruction{s.VANDPS, s.VANDPS_BCST}, instruction{s.VORPS, s.VORPS_BCST}
		add := instruction{s.VPADDD, s.VPADDD_BCST}
		x := s.in("x")
		even := s.vector() // where half-way cases go: 1 if the last bit that stays is 1
		s.VPSRLD(operand.U8(16), x, even)
		y := s.fresh(add, s.bits(0x7fff), s.fresh(and, s.bits(1), even))
		y = s.fresh(add, x, y)
		y = s.pick(s.where(x, notEqual, x), s.fresh(or, s.bits(quiet), x), y)
		size := s.fresh(and, s.bits(sign-1), x)
		y = s.pick(s.where(size, less, s.constant(0x1p-126)), s.fresh(and, s.bits(sign), x), y)
		s.out("x", s.fresh(and, s.bits(top), y))
	}}},
}}
