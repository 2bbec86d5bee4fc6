package optimizers

import "github.com/gaze-ml/gaze/internal/kernel"

// fusion is the end of a chain that one loop can do:
//
//	scalers… → Decay? → Moments or Velocity → Decay? → Descent
//
// so that SGD, Adam and AdamW, clipped by norm or accumulated too, touch each
// element once.
type fusion struct {
	scalers   []scaler
	l2, decay int // indices of links, -1 for none
	center    int
	descent   int
	moments   *Moments // one of both
	velocity  *Velocity
}

// fuse is nil if the links are no such end.
func fuse(links []link) *fusion {
	f := &fusion{}
	for len(links) > 0 {
		s, ok := links[0].Transform.(scaler)
		if !ok {
			break
		}
		f.scalers, links = append(f.scalers, s), links[1:]
	}
	f.l2, links = takeDecay(links)
	if len(links) == 0 {
		return nil
	}
	switch t := links[0].Transform.(type) {
	case *Moments:
		f.moments = t
	case *Velocity:
		f.velocity = t
	default:
		return nil
	}
	f.center = links[0].index
	f.decay, links = takeDecay(links[1:])
	if len(links) != 1 {
		return nil
	}
	f.descent = links[0].index
	if _, ok := links[0].Transform.(*Descent); !ok {
		return nil
	}
	return f
}

func takeDecay(links []link) (index int, rest []link) {
	if len(links) > 0 {
		if _, ok := links[0].Transform.(*Decay); ok {
			return links[0].index, links[1:]
		}
	}
	return -1, links
}

// apply updates the elements lo to hi of a parameter.
func (f *fusion) apply(p *parameter, lo, hi int) {
	scale := 1.0
	for _, s := range f.scalers {
		scale *= s.scale()
	}
	l2, decay, rate := p.factor(f.l2), p.factor(f.decay), p.factor(f.descent)
	w, g := p.weight.cut(lo, hi), p.source.cut(lo, hi)
	if f.moments != nil {
		s := f.moments.constants(p.factors[f.center])
		s.Scale, s.L2, s.Decay, s.Rate = scale, l2, decay, rate
		m, v := p.slot(f.center, 0).cut(lo, hi), p.slot(f.center, 1).cut(lo, hi)
		kernel.AdamDescent(w.F32, m.F32, v.F32, g.F32, s)
		kernel.AdamDescent(w.F64, m.F64, v.F64, g.F64, s)
		return
	}
	s := f.velocity.constants(p.factors[f.center])
	s.Scale, s.L2, s.Decay, s.Rate = scale, l2, decay, rate
	if f.velocity.Momentum == 0 {
		kernel.SGDDescent(w.F32, g.F32, s)
		kernel.SGDDescent(w.F64, g.F64, s)
		return
	}
	b := p.slot(f.center, 0).cut(lo, hi)
	kernel.MomentumDescent(w.F32, b.F32, g.F32, s)
	kernel.MomentumDescent(w.F64, b.F64, g.F64, s)
}
