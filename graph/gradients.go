package graph

import (
	"errors"
	"fmt"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/ops"
)

// Gradients are those of the parameters, in memory of their own, so that those
// of several runs can be added up. Each run contributes its gradients times its
// weight (see Graph.Minimize); Mean divides by the weights' sum.
type Gradients struct {
	names  []string
	arrays []ops.Array
	dense  []*tensor.Dense
	index  map[string]int

	weight     float64 // of the runs so far
	divided    float64 // what Mean has divided by
	accumulate bool
	partial    bool // a run has begun to add and has not ended
}

// newGradients makes room for the gradients of an objective.
func newGradients(g *Graph, m *objective, accumulate bool) *Gradients {
	s := &Gradients{index: map[string]int{}, divided: 1, accumulate: accumulate}
	for i, n := range m.params {
		a := ops.NewArray(ops.TypeOf(n))
		path := g.leaves[n].path
		s.names = append(s.names, path)
		s.arrays, s.dense = append(s.arrays, a), append(s.dense, a.Dense())
		s.index[path] = i
	}
	return s
}

// Len is the number of parameters.
func (s *Gradients) Len() int { return len(s.names) }

// Path is the i-th parameter's.
func (s *Gradients) Path(i int) string { return s.names[i] }

// At is the i-th gradient, of its parameter's shape. It shares the memory.
func (s *Gradients) At(i int) *tensor.Dense { return s.dense[i] }

// Of is the gradient of the parameter at path.
func (s *Gradients) Of(path string) (*tensor.Dense, error) {
	i, ok := s.index[path]
	if !ok {
		return nil, fmt.Errorf("gradients: %q is not a parameter that the loss depends on", path)
	}
	return s.dense[i], nil
}

// Weight is the sum of the runs' weights since Zero.
func (s *Gradients) Weight() float64 { return s.weight }

// Zero forgets all runs.
func (s *Gradients) Zero() {
	s.weight, s.divided, s.partial = 0, 1, false
	for _, a := range s.arrays {
		clear(a.F32)
		clear(a.F64)
	}
}

// Mean divides the sums by the runs' weights: k micro-batches, each weighted by
// what its loss was averaged over, then have the gradients of one large batch.
// Asking twice divides once.
func (s *Gradients) Mean() {
	if s.weight == 0 || s.weight == s.divided {
		return
	}
	f := s.divided / s.weight
	for _, a := range s.arrays {
		scale(a.F32, float32(f))
		scale(a.F64, f)
	}
	s.divided = s.weight
}

// begin is called before a run, what adder returns with each gradient, end after
// the run.
func (s *Gradients) begin() error {
	if s.partial {
		return errors.New("gradients: they hold part of a run that failed: Zero them first")
	}
	if !s.accumulate {
		s.weight, s.divided = 0, 1
		return nil
	}
	if s.divided != 1 { // Mean was asked for, then another run came: undo it
		for _, a := range s.arrays {
			scale(a.F32, float32(s.divided))
			scale(a.F64, s.divided)
		}
		s.divided = 1
	}
	return nil
}

func (s *Gradients) end(weight float64) { s.weight, s.partial = s.weight+weight, false }

// adder returns what adds grad to the i-th sum, or sets it.
func (s *Gradients) adder(i int, grad ops.Array, team *kernel.Team) func() {
	const grain = 8192
	sum, n := s.arrays[i], grad.Size()
	body := func(_ *kernel.Worker, lo, hi int) {
		if sum.F32 != nil {
			kernel.Add(sum.F32[lo:hi], sum.F32[lo:hi], grad.F32[lo:hi])
		} else {
			kernel.Add(sum.F64[lo:hi], sum.F64[lo:hi], grad.F64[lo:hi])
		}
	}
	return func() {
		s.partial = true
		if s.weight == 0 {
			sum.Copy(grad)
			return
		}
		team.For(n, grain, body)
	}
}

func scale[T kernel.Float](x []T, f T) {
	for i := range x {
		x[i] *= f
	}
}
