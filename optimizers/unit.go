package optimizers

import "github.com/gaze-ml/gaze/internal/kernel"

// tile is how many elements all links see before the next: a few arrays of them
// fit into the first cache.
const tile = 1024

// sum measures the unit's part of the source.
func (u *unit) sum() {
	u.square = 0
	if !u.idle() {
		g := u.source.cut(u.lo, u.hi)
		u.square = kernel.SquaredNorm(g.F32) + kernel.SquaredNorm(g.F64)
	}
}

// run applies a stage.
func (u *unit) run(w *kernel.Worker, s *stage) {
	if u.idle() {
		return
	}
	if s.fused != nil {
		s.fused.apply(u.parameter, u.lo, u.hi)
		return
	}
	var room Floats
	if n := min(tile, u.hi-u.lo); u.source.F32 != nil {
		room.F32 = kernel.Scratch[float32](w, n)
	} else {
		room.F64 = kernel.Scratch[float64](w, n)
	}
	for lo := u.lo; lo < u.hi; lo += tile {
		hi := min(lo+tile, u.hi)
		u.transform(s, room.cut(0, hi-lo), lo, hi)
		u.put(s, lo, hi)
	}
}

// transform makes the update of the elements lo to hi.
func (u *unit) transform(s *stage, update Floats, lo, hi int) {
	p := &u.piece
	p.Step, p.Update, p.Weight = u.steps, update, u.weight.cut(lo, hi)
	set(update, u.source.cut(lo, hi))
	for i := range s.links {
		l := &s.links[i]
		p.Slots, p.factors = u.views[:len(l.slots)], u.factors[l.index]
		for j := range p.Slots {
			p.Slots[j] = u.bound[l.at+j].cut(lo, hi)
		}
		l.Apply(p)
	}
}

// put brings the update to where the stage ends.
func (u *unit) put(s *stage, lo, hi int) {
	update := u.piece.Update
	if s.next == nil {
		w := u.weight.cut(lo, hi)
		kernel.Sub(w.F32, w.F32, update.F32)
		kernel.Sub(w.F64, w.F64, update.F64)
		return
	}
	if _, ok := s.next.Transform.(*ClipNorm); ok {
		set(u.between.cut(lo, hi), update)
		return
	}
	sum := u.bound[s.next.at].cut(lo, hi)
	if u.fresh {
		set(sum, update)
		return
	}
	kernel.Add(sum.F32, sum.F32, update.F32)
	kernel.Add(sum.F64, sum.F64, update.F64)
}

func set(to, from Floats) {
	copy(to.F32, from.F32)
	copy(to.F64, from.F64)
}
