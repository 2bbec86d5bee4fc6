package main

import (
	"math"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// reductions are the kernels of package kernel's reduce.go: blocks of sums, and
// folds that leave rows out.
var reductions = []elements{
	{
		name: "sum", doc: "the sum Σ x[i], by lanes", in: []string{"x"}, results: []string{"sum"},
		passes: []pass{{unroll: 4, sums: []string{"sum"}, body: func(s *step) { s.add("sum", s.in("x")) }}},
	},
	{
		name: "squares", doc: "the sum Σ (x[i] - centre)², by lanes",
		in: []string{"x"}, scalars: []string{"centre"}, results: []string{"sum"},
		passes: []pass{{unroll: 4, sums: []string{"sum"}, body: squaresAbout("centre")}},
	},
	{
		name: "products", doc: "the sum Σ x[i]·y[i], by lanes", in: []string{"x", "y"}, results: []string{"sum"},
		passes: []pass{{unroll: 4, sums: []string{"sum"}, body: func(s *step) { s.addProduct("sum", s.in("x"), s.in("y")) }}},
	},
	{
		name: "lineMax", doc: "the largest x[i], NaN if one is", in: []string{"x"}, results: []string{"top", "odd"},
		passes: []pass{extreme(-1, func(s *step) reg.VecVirtual { return s.in("x") })},
	},
	{
		name: "lineMin", doc: "the largest -x[i], NaN if one is", in: []string{"x"}, results: []string{"top", "odd"},
		passes: []pass{extreme(1, func(s *step) reg.VecVirtual { return s.xor(s.in("x"), s.constant(negativeZero)) })},
	},
	pair("maximum", "z[i] = max(x[i], y[i]), NaN if either is", func(s *step, x, y reg.VecVirtual) reg.VecVirtual {
		return s.extremeOf(s.VMAXPS, s.and, x, y)
	}),
	pair("minimum", "z[i] = min(x[i], y[i]), NaN if either is", func(s *step, x, y reg.VecVirtual) reg.VecVirtual {
		return s.extremeOf(s.VMINPS, s.or, x, y)
	}),
}

var negativeZero = float32(math.Copysign(0, -1))

// squaresAbout adds (x - centre)² to sum; what is beyond the end adds nothing.
func squaresAbout(centre string) func(s *step) {
	return func(s *step) {
		d := s.minus(s.in("x"), s.scalar(centre))
		s.only(d)
		s.addProduct("sum", d, d)
	}
}

// unordered is the comparison of whether a or b is NaN.
const unordered = 3

// extreme finds the largest of f, which is the sign of an infinity beyond the
// end of x, and makes odd NaN if one is.
func extreme(sign int, f func(s *step) reg.VecVirtual) pass {
	return pass{
		unroll: 4, tops: []string{"top"}, sums: []string{"odd"}, fill: map[string]float32{"x": float32(math.Inf(sign))},
		body: func(s *step) {
			v := f(s)
			s.top("top", v)
			odd := s.acc["odd"][s.u]
			if s.lanes == 16 {
				k := s.K()
				s.VCMPPS(operand.U8(unordered), v, v, k)
				s.VADDPS(v, odd, k, odd)
				return
			}
			k := s.vector()
			s.VCMPPS(operand.U8(unordered), v, v, k)
			s.VORPS(k, odd, odd)
		},
	}
}

// extremeOf is the larger or smaller of x and y: the instruction gives its
// second operand where both are 0 or one is NaN, so it is asked both ways, and
// join makes one of the zeros; then NaN is put where one is.
func (s *step) extremeOf(op func(...operand.Op), join func(reg.VecVirtual, operand.Op) reg.VecVirtual, x, y reg.VecVirtual) reg.VecVirtual {
	a, b := s.vector(), s.vector()
	op(x, y, a)
	op(y, x, b)
	v := join(a, b)
	if s.lanes == 16 {
		k := s.K()
		s.VCMPPS(operand.U8(unordered), x, y, k)
		s.VADDPS(x, y, k, v)
		return v
	}
	k := s.vector()
	s.VCMPPS(operand.U8(unordered), x, y, k)
	return s.or(v, k)
}
