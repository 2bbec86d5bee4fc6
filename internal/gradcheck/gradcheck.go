// Package gradcheck compares gradients with central differences.
//
// It computes in float64 and under Gorgonia's own TapeMachine, so that what it
// judges is judged by an oracle that shares nothing with the machine of package
// graph.
package gradcheck

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// Func draws a result from inputs; Check differentiates it.
type Func = func(xs ...*gorgonia.Node) (*gorgonia.Node, error)

// Check compares the gradient of f at the inputs with central differences. The
// scalar differentiated is Σ c·f(inputs), where c is drawn at random, once and
// for all. Float64 inputs are varied element by element; integers and booleans
// are passed on. Gradients agree if, for each input,
//
//	max|Δ| ≤ 1e-6 · max(max|g| of the input, 1e-3 · the norm of all gradients).
//
// The error names the input, the element and both numbers. f must be
// differentiable within 1e-4 of the inputs (relative to those above 1) and give the same each time.
func Check(f Func, inputs ...*tensor.Dense) error {
	p, err := draw(f, inputs)
	if err != nil {
		return err
	}
	numeric, err := p.differences()
	if err != nil {
		return fmt.Errorf("gradcheck: forward: %w", err)
	}
	symbolic, err := p.gradients()
	if err != nil {
		return fmt.Errorf("gradcheck: %w", err)
	}
	return p.compare(symbolic, numeric)
}

// problem is f drawn once, with the values it is checked at.
type problem struct {
	inputs    []ops.Array // private copies, varied in place
	xs        gorgonia.Nodes
	y         *gorgonia.Node
	cotangent ops.Array
}

func draw(f Func, inputs []*tensor.Dense) (*problem, error) {
	p, g := &problem{}, gorgonia.NewGraph()
	varied := false
	for i, d := range inputs {
		a, err := copyOf(d)
		if err != nil {
			return nil, fmt.Errorf("gradcheck: input %d: %w", i, err)
		}
		if a.Dtype == tensor.Float32 {
			return nil, fmt.Errorf("gradcheck: input %d is %s: differences need float64", i, a.Type)
		}
		varied = varied || a.Float()
		p.inputs = append(p.inputs, a)
		p.xs = append(p.xs, Input(g, fmt.Sprintf("gradcheck input %d", i), a.Dense()))
	}
	if !varied {
		return nil, fmt.Errorf("gradcheck: none of %d inputs is float64: nothing to differentiate", len(inputs))
	}
	var err error
	if p.y, err = f(p.xs...); err != nil {
		return nil, fmt.Errorf("gradcheck: drawing: %w", err)
	}
	t := ops.TypeOf(p.y)
	if t.Dtype != tensor.Float64 {
		return nil, fmt.Errorf("gradcheck: the result is %s: want float64", t)
	}
	p.cotangent, err = copyOf(Random(cotangentSeed, t.Shape...))
	return p, err
}

const cotangentSeed = 1729

// gradients draws the backward pass and runs it. An input that the result does
// not depend on has none: an array without memory.
func (p *problem) gradients() ([]ops.Array, error) {
	dy := Input(p.y.Graph(), "gradcheck cotangent", p.cotangent.Dense())
	var targets, found gorgonia.Nodes
	var index []int
	for i, a := range p.inputs {
		if a.Float() {
			targets, index = append(targets, p.xs[i]), append(index, i)
		}
	}
	nodes, err := ops.Backprop(p.y, dy, targets...)
	if err != nil {
		return nil, err
	}
	grads := make([]ops.Array, len(p.inputs))
	var at []int
	for k, n := range nodes {
		if n == nil {
			continue
		}
		i := index[k]
		if a, b := ops.TypeOf(n), p.inputs[i].Type; a.String() != b.String() {
			return nil, fmt.Errorf("the gradient of input %d is %s, the input %s", i, a, b)
		}
		found, at = append(found, n), append(at, i)
	}
	if len(found) == 0 {
		return grads, nil
	}
	values, err := Run(found...)
	if err != nil {
		return nil, fmt.Errorf("backward: %w", err)
	}
	for k, d := range values {
		if grads[at[k]], err = ops.ArrayOf(d); err != nil {
			return nil, err
		}
	}
	return grads, nil
}
