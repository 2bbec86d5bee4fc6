package graph

import (
	"fmt"
	"maps"
	"slices"

	"github.com/gaze-ml/gaze/ops"
)

// lane is the right to run: an arena, and the machines that share it in turn.
type lane struct {
	memory   *memory
	machines map[*compiled]*Machine
	states   *States
	results  Results
	step     uint64
}

// machine finds or makes the lane's machine for a program, to run on states.
// Machines of programs that are forgotten are dropped.
func (l *lane) machine(f *Function, c *compiled, states *States) (*Machine, error) {
	if m := l.machines[c]; m != nil {
		return m, nil
	}
	f.mu.Lock()
	for old, m := range l.machines {
		if !slices.Contains(f.programs, old) {
			l.memory.leave(m)
			delete(l.machines, old)
		}
	}
	var grads *Gradients
	if c.program.objective() != nil {
		grads = f.gradients
	}
	f.mu.Unlock()
	m := newMachine(c.program, l.memory, grads)
	m.states = states
	if err := m.prepare(); err != nil {
		return nil, err
	}
	l.machines[c] = m
	return m, nil
}

// find is the program for the shapes of in.
func (f *Function) find(in Values) (*compiled, error) {
	key, err := keyOf(in)
	if err != nil {
		return nil, err
	}
	if c := f.remembered(key, in); c != nil {
		return c, nil
	}
	f.drawing.Lock()
	defer f.drawing.Unlock()
	if c := f.remembered(key, in); c != nil { // somebody else has just drawn it
		return c, nil
	}
	c, err := f.compile(key, in)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.shareGradients(c.program); err != nil {
		return nil, err
	}
	f.stats.Compiled++
	if len(f.programs) == f.options.Programs {
		f.programs = append(f.programs[:0:0], f.programs[1:]...)
		f.stats.Evicted++
	}
	f.programs = append(f.programs, c)
	return c, nil
}

// remembered finds a program among the last used, of which it then is the last.
func (f *Function) remembered(key uint64, in Values) *compiled {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, c := range f.programs {
		if c.key == key && c.fits(in) {
			copy(f.programs[i:], f.programs[i+1:])
			f.programs[len(f.programs)-1] = c
			return c
		}
	}
	return nil
}

// compile draws the model for the shapes of in.
func (f *Function) compile(key uint64, in Values) (*compiled, error) {
	g := New(f.store)
	c := &compiled{key: key, types: map[string]ops.Type{}, inputs: map[string]*Node{}}
	for _, name := range slices.Sorted(maps.Keys(in)) {
		t := ops.Type{Dtype: in[name].Dtype(), Shape: append([]int{}, in[name].Shape()...)}
		if err := t.Check(); err != nil {
			return nil, fmt.Errorf("function: input %q: %w", name, err)
		}
		c.types[name], c.inputs[name] = t, g.Scope().input(name, t.Dtype, t.Shape)
	}
	c.outputs = f.draw(g.Scope(), Inputs{g, c.inputs})
	if g.err != nil {
		return nil, g.err
	}
	outputs := make([]*Node, 0, len(c.outputs))
	for _, name := range slices.Sorted(maps.Keys(c.outputs)) {
		if why := g.refuses(c.outputs[name]); why != "" {
			return nil, fmt.Errorf("function: output %q%s", name, why)
		}
		outputs = append(outputs, c.outputs[name])
	}
	var err error
	c.program, err = g.program(f.options, outputs)
	return c, err
}

// shareGradients makes all programs write their gradients to one place.
func (f *Function) shareGradients(p *program) error {
	o := p.objective()
	if o == nil {
		return nil
	}
	if f.gradients == nil {
		f.gradients = newGradients(p.g, o, f.options.Accumulate)
		return nil
	}
	for i, n := range o.params {
		if i >= len(f.gradients.names) || f.gradients.names[i] != p.g.leaves[n].path || len(o.params) != len(f.gradients.names) {
			return fmt.Errorf("function: the loss depends on other parameters for these shapes than for those before")
		}
	}
	return nil
}

// fits reports whether in has the program's input types.
func (c *compiled) fits(in Values) bool {
	if len(in) != len(c.types) {
		return false
	}
	for name, d := range in {
		t, ok := c.types[name]
		if !ok || d.Dtype() != t.Dtype || !slices.Equal(t.Shape, d.Shape()) {
			return false
		}
	}
	return true
}

// keyOf hashes names, dtypes and shapes, in whatever order they come.
func keyOf(in Values) (uint64, error) {
	var key uint64
	for name, d := range in {
		if d == nil {
			return 0, fmt.Errorf("function: input %q is nil", name)
		}
		h := uint64(14695981039346656037)
		mix := func(b uint64) { h = (h ^ b) * 1099511628211 }
		for i := range len(name) {
			mix(uint64(name[i]))
		}
		mix(uint64(d.Dtype().Kind()))
		for _, n := range d.Shape() {
			mix(uint64(n))
		}
		key += h
	}
	return key, nil
}
