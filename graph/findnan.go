package graph

import "fmt"

// FindNaN runs the function once more on in, with Options.CheckNaN and at the
// given global step, and returns the error that names where the first NaN came
// from; nil if none did. It compiles a program of its own and leaves the
// function's gradients, states and step as they are: it is for the moment after
// something has gone wrong.
func (f *Function) FindNaN(in Values, step uint64) error {
	o := f.options
	o.CheckNaN, o.Machines = true, 1
	twin, err := NewFunction(f.store, o, f.draw)
	if err != nil {
		return fmt.Errorf("find NaN: %w", err)
	}
	twin.SetStep(step)
	return twin.Call(in, NewStates(), nil)
}
