package gradcheck

import (
	"fmt"
	"math"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/ops"
)

// step is h for elements of size 1. The stencil below errs by h⁴·f⁽⁵⁾/30 in
// truncation and about ε·|f|/h in rounding, both far below the tolerance, and a
// short step keeps clear of kinks.
const step = 3e-5

// differences is the gradient of Σ cotangent·y of every float input, each
// element by the five-point stencil
//
//	f′(x) ≈ (8·(f(x+h) − f(x−h)) − (f(x+2h) − f(x−2h))) / 12h.
func (p *problem) differences() ([]ops.Array, error) {
	m, err := newMachine(p.y.Graph())
	if err != nil {
		return nil, err
	}
	defer m.Close()
	grads := make([]ops.Array, len(p.inputs))
	for i, a := range p.inputs {
		if !a.Float() {
			continue
		}
		grads[i] = ops.NewArray(a.Type)
		for k, x := range a.F64 {
			if grads[i].F64[k], err = p.difference(m, i, k, step*math.Max(1, math.Abs(x))); err != nil {
				return nil, err
			}
		}
		if err := p.let(i); err != nil {
			return nil, err
		}
	}
	return grads, nil
}

func (p *problem) difference(m gorgonia.VM, i, k int, h float64) (float64, error) {
	x := p.inputs[i].F64[k]
	defer func() { p.inputs[i].F64[k] = x }()
	near, err := p.across(m, i, k, x, h)
	if err != nil {
		return 0, err
	}
	far, err := p.across(m, i, k, x, 2*h)
	if err != nil {
		return 0, err
	}
	return (8*near - far) / (12 * h), nil
}

// across is Σ cotangent·(y(x+h) − y(x−h)), x being element k of input i.
func (p *problem) across(m gorgonia.VM, i, k int, x, h float64) (float64, error) {
	up, err := p.at(m, i, k, x+h)
	if err != nil {
		return 0, err
	}
	down, err := p.at(m, i, k, x-h)
	if err != nil {
		return 0, err
	}
	sum := 0.0
	for j, c := range p.cotangent.F64 {
		sum += c * (up[j] - down[j])
	}
	return sum, nil
}

// at is y with element k of input i set to x.
func (p *problem) at(m gorgonia.VM, i, k int, x float64) ([]float64, error) {
	p.inputs[i].F64[k] = x
	if err := p.let(i); err != nil {
		return nil, err
	}
	m.Reset()
	if err := m.RunAll(); err != nil {
		return nil, fmt.Errorf("input %d[%d] = %v: %w", i, k, x, err)
	}
	y, err := valueOf(p.y)
	if err != nil {
		return nil, err
	}
	a, err := ops.ArrayOf(y)
	return a.F64, err
}

// let binds input i's node to a copy of its values.
func (p *problem) let(i int) error { return gorgonia.Let(p.xs[i], ops.ValueOf(p.inputs[i])) }
