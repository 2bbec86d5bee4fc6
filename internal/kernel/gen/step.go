package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// step is one vector of a pass, as a body sees it.
type step struct {
	*loop
	pass *pass
	u    int   // which vector of a turn
	disp int   // where it is in memory, from at on
	mask masks // at the end of the slices
}

// address is where the vector of a slice lies.
func (s *step) address(name string) operand.Mem {
	return operand.Mem{Base: s.base[name], Index: s.at, Scale: 1, Disp: s.disp}
}

// in loads the vector of a slice: 0, or what the pass says, beyond the end.
func (s *step) in(name string) reg.VecVirtual {
	v := s.vector()
	if s.mask.all() {
		s.VMOVUPS(s.address(name), v)
		return v
	}
	fill, ok := s.pass.fill[name]
	switch {
	case !ok:
		s.load(s.address(name), s.mask, 0, v)
	case s.lanes == 16:
		s.set(v, fill)
		s.VMOVUPS(s.address(name), s.mask.k[0], v)
	default:
		mask := s.vector()
		s.VMOVUPS(s.mask.v[0], mask)
		s.VMASKMOVPS(s.address(name), mask, v)
		s.VBLENDVPS(mask, v, s.lift(s.constant(fill)), v)
	}
	return v
}

// out stores the vector of a slice.
func (s *step) out(name string, v reg.VecVirtual) {
	if s.mask.all() {
		s.VMOVUPS(v, s.address(name))
		return
	}
	s.store(v, s.mask, 0, s.address(name))
}

// scalar is a parameter, or a sum or top of an earlier pass, in all lanes. It
// is not to be overwritten.
func (l *loop) scalar(name string) reg.VecVirtual { return l.values[name] }

// only makes v zero beyond the end of the slices, for sums of what is not zero
// where x is.
func (s *step) only(v reg.VecVirtual) {
	switch {
	case s.mask.all():
	case s.lanes == 16:
		s.VMOVAPS_Z(v, s.mask.k[0], v)
	default:
		s.VANDPS(s.mask.v[0], v, v)
	}
}

// add is sum += v.
func (s *step) add(sum string, v reg.VecVirtual) {
	acc := s.acc[sum][s.u]
	s.VADDPS(v, acc, acc)
}

// addProduct is sum += a·b, rounded once.
func (s *step) addProduct(sum string, a, b reg.VecVirtual) {
	s.VFMADD231PS(a, b, s.acc[sum][s.u])
}

// top is the maximum of what it was and v, where v is not NaN.
func (s *step) top(name string, v reg.VecVirtual) {
	acc := s.acc[name][s.u]
	s.VMAXPS(acc, v, acc)
}
