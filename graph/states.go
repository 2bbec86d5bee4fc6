package graph

import (
	"fmt"
	"sort"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// States are the values of the states of one conversation, say, by path. A
// machine has one of its own until it is given another. The same States may
// go from program to program, of other lengths too, but are for one run at a
// time.
type States struct {
	values map[string]ops.Array
}

// NewStates has no values yet: each state begins as zeros when first met.
func NewStates() *States { return &States{values: map[string]ops.Array{}} }

// Zero sets all states to zeros.
func (s *States) Zero() {
	for _, a := range s.values {
		clear(a.F32)
		clear(a.F64)
		clear(a.Int)
		clear(a.Bool)
	}
}

// Paths are those of the states met so far.
func (s *States) Paths() []string {
	var paths []string
	for path := range s.values {
		paths = append(paths, path)
	}
	sort.Strings(paths)
	return paths
}

// Value is the state at path, in its own memory.
func (s *States) Value(path string) (*tensor.Dense, error) {
	a, ok := s.values[path]
	if !ok {
		return nil, fmt.Errorf("states: no %q; there are %q", path, s.Paths())
	}
	return a.Dense(), nil
}

// get finds or begins the state at path.
func (s *States) get(path string, t ops.Type) (ops.Array, error) {
	if err := s.check(path, t); err != nil {
		return ops.Array{}, err
	}
	if _, ok := s.values[path]; !ok {
		s.values[path] = ops.NewArray(t)
	}
	return s.values[path], nil
}

// check refuses a type that the state at path has not.
func (s *States) check(path string, t ops.Type) error {
	if a, ok := s.values[path]; ok && !a.Type.Equal(t) {
		return fmt.Errorf("state %s is %s, the program wants %s", path, a.Type, t)
	}
	return nil
}
