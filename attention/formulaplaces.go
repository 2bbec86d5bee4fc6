package attention

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/ops"
)

// beside is f for seq queries that attend to kv.
func (f Formula) beside(kv KeyValue, seq int) Formula {
	if kv.Length != nil {
		p := kv.places(seq)
		f.places, f.exist = &p, kv.Length
	}
	return f
}

// mask is one, with what Causal, Window and Slopes say of q and k, and without keys
// that do not exist.
func (f Formula) mask(q, k, mask *graph.Node) *graph.Node {
	s := q.Graph().Scope()
	p := Across(s, q.Dim(2), k.Dim(2))
	if f.places != nil {
		p = *f.places
	}
	if f.exist != nil && !f.Causal {
		mask = And(mask, existing(p, f.exist))
	}
	if f.Causal {
		mask = And(mask, p.Causal())
	}
	if f.Window != 0 {
		mask = And(mask, Window(p, f.Window))
	}
	if n := len(f.Slopes); n > 0 && n != q.Dim(1) {
		s.Errorf("%d slopes for %d heads: want one for each", n, q.Dim(1))
	} else if n > 0 {
		mask = And(mask, falling(p, f.Slopes))
	}
	return mask
}

// counted is how the one operation computes f: it counts places from 0, or from how
// many keys exist; elsewhere a mask does.
func (f Formula) counted(c ops.AttentionConfig, q, k, mask *graph.Node) (ops.AttentionConfig, *graph.Node) {
	if f.places == nil || f.exist != nil || !c.Causal && c.Window == 0 && len(c.Slopes) == 0 {
		return c, mask
	}
	mask = f.mask(q, k, mask)
	c.Causal, c.Window, c.Slopes = false, 0, nil
	return c, mask
}
