package optimizers

import (
	"fmt"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// plan is a chain made ready for some parameters.
type plan struct {
	links  []link
	stages []stage
	params []*parameter
	units  []unit
	pieces []int             // where in units each piece of a job begins, and the end
	states map[string]*state // of all parameters that the chain knows
	runner

	norm  float64 // of the sources, if known
	known bool
}

// runner is made once, so that a step makes no closures.
type runner struct {
	team           *kernel.Team
	now            *stage // what the workers do
	apply, measure kernel.Body
	write          func() error // the last stage
}

// unit is a part of a parameter that is worked on at once. Units are cut by size
// alone; a piece of a job is one, or several small ones.
type unit struct {
	*parameter
	lo, hi int
	square float64 // of its elements
	piece  Piece
	views  []Floats // what piece.Slots shows
}

const unitSize = 16384 // a few microseconds

// prepare begins a step: all that can be wrong with settings and states is found
// here.
func (c *Chain) prepare() error {
	if len(c.links) == 0 {
		return fmt.Errorf("the chain has no links: optimizers are made by their New functions")
	}
	for i, l := range c.links {
		if missing(l) {
			return fmt.Errorf("link %d is nil", i)
		}
		if err := l.Begin(c.steps); err != nil {
			return err
		}
	}
	if c.plan == nil || moved(c.plan.links) {
		p, err := c.newPlan()
		if err != nil {
			return err
		}
		c.plan = p
	}
	for i, p := range c.plan.params {
		t := &c.target[i]
		p.weight, p.grad, p.source, p.absent = t.weight, t.grad, t.grad, t.absent
		p.frozen = c.Frozen != nil && c.Frozen(p.path, p.shape)
		if err := p.ask(); err != nil {
			return err
		}
	}
	return nil
}

// ask lets the links say how they treat the parameter in this step.
func (p *parameter) ask() error {
	if p.frozen {
		return nil
	}
	if p.bound == nil {
		p.bind()
	}
	for i, l := range p.links {
		if l.by != nil {
			f, err := l.by.factorsOf(p.path, p.shape, p.steps)
			if err != nil {
				return err
			}
			p.factors[i] = f
		}
	}
	return nil
}

func (c *Chain) newPlan() (*plan, error) {
	links, err := place(c.links)
	if err != nil {
		return nil, err
	}
	for _, s := range c.known {
		s.forget(links)
	}
	p := &plan{links: links, stages: split(links)}
	owners := map[any]string{}
	for i := range c.target {
		t := &c.target[i]
		if other, ok := owners[t.key]; ok {
			return nil, fmt.Errorf("two gradients, %q and %q, of one parameter: want their sum", other, t.path)
		}
		owners[t.key] = t.path
		s, err := c.stateOf(t)
		if err != nil {
			return nil, err
		}
		p.params = append(p.params, &parameter{
			state: s, links: links, factors: make([]factors, len(links)),
			weight: t.weight, between: p.room(t.weight),
		})
	}
	p.states = c.known
	p.cut()
	p.makeRunner(c.team)
	return p, nil
}

func (p *plan) makeRunner(team *kernel.Team) {
	p.team = team
	if team == nil {
		p.team = kernel.Default()
	}
	p.apply = func(w *kernel.Worker, lo, hi int) {
		for i := p.pieces[lo]; i < p.pieces[hi]; i++ {
			p.units[i].run(w, p.now)
		}
	}
	p.measure = func(_ *kernel.Worker, lo, hi int) {
		for i := p.pieces[lo]; i < p.pieces[hi]; i++ {
			p.units[i].sum()
		}
	}
	p.write = func() error { p.run(&p.stages[len(p.stages)-1]); return nil }
}

// room is for the updates between two stages, if there are any to keep.
func (p *plan) room(like Floats) Floats {
	for _, s := range p.stages[:len(p.stages)-1] {
		if _, ok := s.next.Transform.(*ClipNorm); ok && len(s.links) > 0 {
			return like.like(like.Len())
		}
	}
	return Floats{}
}

func (p *plan) cut() {
	most := 0
	for _, l := range p.links {
		most = max(most, len(l.slots))
	}
	for _, q := range p.params {
		for lo, n := 0, q.weight.Len(); lo < n; lo += unitSize {
			p.units = append(p.units, unit{
				parameter: q, lo: lo, hi: min(lo+unitSize, n),
				piece: Piece{Path: q.path, Shape: q.shape}, views: make([]Floats, most),
			})
		}
	}
	size := unitSize
	for i, u := range p.units {
		if size+u.hi-u.lo > unitSize {
			p.pieces, size = append(p.pieces, i), 0
		}
		size += u.hi - u.lo
	}
	p.pieces = append(p.pieces, len(p.units))
}
