package cases

import (
	"fmt"
	"path/filepath"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// Input is a tensor of whole numbers that a run reads.
type Input struct {
	Name  string
	Shape []int
	Below int  // ids are drawn from 0 to Below-1
	Even  bool // instead, they are 0 to Below-1 in even steps
	Mask  bool // instead, all are 1, and Gaze is given truth values
}

// Numbers are the input's elements.
func (n Input) Numbers() []int64 {
	size := 1
	for _, d := range n.Shape {
		size *= d
	}
	r := weights.NewRandom(1, n.Name)
	numbers := make([]int64, size)
	for i := range numbers {
		switch {
		case n.Mask:
			numbers[i] = 1
		case n.Even:
			numbers[i] = int64(i * n.Below / size)
		default:
			numbers[i] = int64(r.Uint64() % uint64(n.Below))
		}
	}
	return numbers
}

// Value is the input as Gaze reads it.
func (n Input) Value() *tensor.Dense {
	numbers := n.Numbers()
	if n.Mask {
		all := make([]bool, len(numbers))
		for i := range all {
			all[i] = true
		}
		return tensor.New(tensor.WithShape(n.Shape...), tensor.WithBacking(all))
	}
	ints := make([]int, len(numbers))
	for i, x := range numbers {
		ints[i] = int(x)
	}
	return tensor.New(tensor.WithShape(n.Shape...), tensor.WithBacking(ints))
}

// node declares the input in a drawing.
func (n Input) node(s *graph.Scope) *graph.Node {
	if n.Mask {
		return s.Bools(n.Name, n.Shape...)
	}
	return s.Ints(n.Name, n.Shape...)
}

// Files are where a case's weights and inputs are, as safetensors; empty for
// products, whose operands are a formula.
type Files struct {
	Weights string `json:"weights"`
	Inputs  string `json:"inputs"`
}

// Write draws the weights of a case from a fixed seed and writes them and the
// inputs into a folder.
func (c Case) Write(dir string) (Files, error) {
	if c.Kind == ProductKind {
		return Files{}, nil
	}
	f := Files{filepath.Join(dir, c.Name+".safetensors"), filepath.Join(dir, c.Name+".inputs.safetensors")}
	store := weights.New(1)
	if err := c.declare(store); err != nil {
		return Files{}, err
	}
	inputs := weights.New(0)
	for _, n := range c.Inputs() {
		if err := inputs.PutInt64s(n.Name, n.Numbers(), n.Shape...); err != nil {
			return Files{}, err
		}
	}
	if err := store.Save(f.Weights); err != nil {
		return Files{}, err
	}
	return f, inputs.Save(f.Inputs)
}

// declare draws the case once, so that the store has its parameters.
func (c Case) declare(store *weights.Store) error {
	g, in := graph.New(store), Nodes{}
	for _, n := range c.Inputs() {
		in[n.Name] = n.node(g.Scope())
	}
	c.Draw(g.Scope(), in)
	if err := g.Err(); err != nil {
		return fmt.Errorf("%s: %w", c.Name, err)
	}
	return nil
}

// Parameters is how many numbers the case's model learns.
func (c Case) Parameters() (int, error) {
	if c.Kind == ProductKind {
		return 0, nil
	}
	store, count := weights.NewShapes(), 0
	if err := c.declare(store); err != nil {
		return 0, err
	}
	for _, path := range store.Paths() {
		e, _ := store.Entry(path)
		size := 1
		for _, d := range e.Shape() {
			size *= d
		}
		count += size
	}
	return count, nil
}
