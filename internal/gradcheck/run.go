package gradcheck

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// Input adds an input node holding a copy of d, a scalar if d has no axes. The
// dtype must be float32, float64, int or bool, or Input panics. Gorgonia merges
// inputs of equal name and shape: give each a name of its own.
func Input(g *gorgonia.ExprGraph, name string, d *tensor.Dense) *gorgonia.Node {
	a, err := copyOf(d)
	if err != nil {
		panic(fmt.Sprintf("gradcheck: input %s: %v", name, err))
	}
	var n *gorgonia.Node
	ops.Building(func() {
		if a.Rank() == 0 {
			n = gorgonia.NewScalar(g, a.Dtype, gorgonia.WithName(name), gorgonia.WithValue(ops.ValueOf(a)))
			return
		}
		n = gorgonia.NewTensor(g, a.Dtype, a.Rank(), gorgonia.WithShape(a.Shape...), gorgonia.WithName(name), gorgonia.WithValue(ops.ValueOf(a)))
	})
	return n
}

// Run runs the graph of outputs under the TapeMachine, every node keeping a copy
// of its value, and returns copies of the values of outputs.
func Run(outputs ...*gorgonia.Node) ([]*tensor.Dense, error) {
	if len(outputs) == 0 {
		return nil, fmt.Errorf("run: no outputs")
	}
	m, err := newMachine(outputs[0].Graph())
	if err != nil {
		return nil, err
	}
	defer m.Close()
	if err := m.RunAll(); err != nil {
		return nil, err
	}
	values := make([]*tensor.Dense, len(outputs))
	for i, n := range outputs {
		if values[i], err = valueOf(n); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// newMachine is a TapeMachine under which each node keeps a copy of its value:
// otherwise a register that is used again changes what the node holds.
func newMachine(g *gorgonia.ExprGraph) (m gorgonia.VM, err error) {
	defer func() {
		if r := recover(); r != nil { // Gorgonia's, when a graph does not compile
			err = fmt.Errorf("compile: %v", r)
		}
	}()
	ops.Building(func() { m = gorgonia.NewTapeMachine(g, gorgonia.TraceExec()) })
	return m, nil
}

// valueOf is a copy of a node's value.
func valueOf(n *gorgonia.Node) (*tensor.Dense, error) {
	a, err := ops.ValueArray(n.Value())
	if err != nil {
		return nil, fmt.Errorf("%v: %w", n, err)
	}
	b := ops.NewArray(a.Type)
	b.Copy(a)
	return b.Dense(), nil
}

func copyOf(d *tensor.Dense) (ops.Array, error) {
	a, err := ops.ValueArray(d)
	if err != nil {
		return ops.Array{}, err
	}
	b := ops.NewArray(a.Type)
	b.Copy(a)
	return b, nil
}
