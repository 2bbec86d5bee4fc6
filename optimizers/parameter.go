package optimizers

import (
	"fmt"
	"maps"
	"slices"
)

// state is what a chain keeps of a parameter between steps.
type state struct {
	path  string
	shape []int
	steps int
	slots map[string]Floats
	fresh bool // nothing of it is in the sum of gradients yet
	owed  bool // its sum counts in this step, though it has no gradient now
}

// parameter is one to which the plan applies.
type parameter struct {
	*state
	weight, grad Floats
	source       Floats // the gradient, or what earlier stages have made of it
	between      Floats // where a stage that is not the last leaves it
	bound        []Floats
	factors      []factors // by link
	links        []link
	frozen       bool
	absent       bool // without a gradient: idle until the sums are used
}

// idle reports whether a stage has nothing to do with the parameter.
func (p *parameter) idle() bool { return p.frozen || p.absent }

func (p *parameter) factor(link int) float64 {
	if link < 0 {
		return 0
	}
	return p.factors[link][0]
}

func (p *parameter) slot(link, i int) Floats { return p.bound[p.links[link].at+i] }

// stateOf finds the state at the target's path, which may have been loaded.
func (c *Chain) stateOf(t *target) (*state, error) {
	s := c.known[t.path]
	if s == nil {
		s = &state{path: t.path, shape: t.shape, slots: map[string]Floats{}, fresh: true}
		if c.known == nil {
			c.known = map[string]*state{}
		}
		c.known[t.path] = s
	}
	for _, f := range s.slots {
		if !slices.Equal(s.shape, t.shape) || !f.sameType(t.weight) {
			return nil, fmt.Errorf("state of %q is %s %s, the parameter %s %s",
				t.path, f.dtype(), brackets(s.shape), t.weight.dtype(), brackets(t.shape))
		}
	}
	s.shape = t.shape
	return s, nil
}

// forget drops the slots that no link has any more.
func (s *state) forget(links []link) {
	maps.DeleteFunc(s.slots, func(name string, _ Floats) bool {
		return !slices.ContainsFunc(links, func(l link) bool { return slices.Contains(l.slots, name) })
	})
}

// bind makes the slots, which a frozen parameter does without.
func (p *parameter) bind() {
	p.bound = []Floats{}
	for _, l := range p.links {
		for _, name := range l.slots {
			if _, ok := p.slots[name]; !ok {
				p.slots[name] = p.weight.like(p.weight.Len())
			}
			p.bound = append(p.bound, p.slots[name])
		}
	}
}
