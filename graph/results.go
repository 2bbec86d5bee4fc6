package graph

import (
	"fmt"

	"gorgonia.org/tensor"
)

// Results are the outputs of one run, borrowed.
type Results struct {
	c *compiled
	m *Machine
}

// Value is an output, or what Options.Keep named, in the machine's memory.
func (r *Results) Value(name string) (*tensor.Dense, error) {
	x, err := r.node(name)
	if err != nil {
		return nil, err
	}
	return r.m.Borrow(x)
}

// Float is a scalar output.
func (r *Results) Float(name string) (float64, error) {
	x, err := r.node(name)
	if err != nil {
		return 0, err
	}
	return r.m.Float(x)
}

func (r *Results) node(name string) (*Node, error) {
	if x := r.c.outputs[name]; x != nil {
		return x, nil
	}
	if x := r.c.program.g.names.labels[name]; x != nil {
		return x, nil
	}
	return nil, fmt.Errorf("results: no output %q", name)
}

// Has reports whether there is an output of that name.
func (r *Results) Has(name string) bool { return r.c.outputs[name] != nil }
