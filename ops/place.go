package ops

import (
	"gorgonia.org/gorgonia"
)

// placement says where pieces go in a tensor of zeros, along one axis; each is
// as long as its positions. It is the adjoint of slicing.
type placement struct {
	shape []int
	axis  int
	at    []positions
}

// place puts pieces into zeros. They may not overlap.
func place(p placement, pieces ...*gorgonia.Node) (*gorgonia.Node, error) {
	return apply(Def{
		Name:    "place",
		Infer:   func(in []Type) (Type, error) { return in[0].With(p.shape...), nil },
		Forward: p.forward,
		placed:  &p,
		Gradient: func(_ gorgonia.Nodes, _, dy *gorgonia.Node) (grads gorgonia.Nodes, err error) {
			grads = make(gorgonia.Nodes, len(p.at))
			for i, at := range p.at {
				if grads[i], err = Slice(dy, p.axis, at.start, at.end(), at.step); err != nil {
					return nil, err
				}
			}
			return grads, nil
		},
	}, pieces...)
}

// end is a stop that gives the same positions.
func (p positions) end() int {
	if end := p.start + p.step*p.count; end >= 0 {
		return end
	}
	return -1 << 62 // before element 0
}

func (p *placement) forward(c *Call) func() {
	var steps []func()
	filled := 0
	for _, at := range p.at {
		filled += at.count
	}
	if filled < p.shape[p.axis] {
		steps = append(steps, fillWith(c, c.Out, 0))
	}
	for i, at := range p.at {
		b := at.box(p.shape, p.axis)
		b.To, b.From = b.From, b.To
		b.ToStart, b.FromStart = b.FromStart, 0
		steps = append(steps, copyBox(c, c.Out, c.In[i], b))
	}
	return inOrder(steps...)
}

// joinPlaced is the sum of a and b as one operation, if they are pieces placed
// side by side: the gradient of a tensor that was split costs a copy, however
// many pieces there were, and not an addition of zeros each. Else it is nil.
func joinPlaced(a, b *gorgonia.Node) (*gorgonia.Node, error) {
	p, q := placementOf(a), placementOf(b)
	if p == nil || q == nil || p.axis != q.axis || !equalShapes(p.shape, q.shape) {
		return nil, nil
	}
	for _, s := range p.at {
		for _, t := range q.at {
			if !apart(s, t) {
				return nil, nil
			}
		}
	}
	joined := placement{p.shape, p.axis, append(append([]positions{}, p.at...), q.at...)}
	return place(joined, append(Children(a), Children(b)...)...)
}

// apart reports whether one lies behind the other.
func apart(s, t positions) bool {
	low := func(p positions) int { return min(p.start, p.start+p.step*(p.count-1)) }
	high := func(p positions) int { return max(p.start, p.start+p.step*(p.count-1)) }
	return high(s) < low(t) || high(t) < low(s)
}

func placementOf(n *gorgonia.Node) *placement {
	if f, ok := n.Op().(*forward); ok {
		return f.def.placed
	}
	return nil
}
