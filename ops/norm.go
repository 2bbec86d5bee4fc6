package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// norm is a normalisation of rows: x [..., n], a weight [n] and a bias [n], of
// which either may be absent.
type norm struct {
	name         string
	eps          float64
	centred      bool // subtract the mean: LayerNorm; else RMSNorm
	weight, bias int  // which operand it is; 0: none
	names        []string
}

// normRows is how many rows share one partial sum of dw and db: the sums are
// taken in this order whatever the number of workers.
const normRows = 32

// newNorm says which operands there are and returns those that are.
func newNorm(name string, eps float64, centred bool, x, w, b *gorgonia.Node) (*norm, gorgonia.Nodes) {
	m := &norm{name: name, eps: eps, centred: centred, names: []string{"x"}}
	xs := gorgonia.Nodes{x}
	if w != nil {
		m.weight, m.names, xs = len(xs), append(m.names, "weight"), append(xs, w)
	}
	if b != nil {
		m.bias, m.names, xs = len(xs), append(m.names, "bias"), append(xs, b)
	}
	return m, xs
}

// over applies the norm over all axes from axis on.
func (m *norm) over(axis int, xs gorgonia.Nodes) (*gorgonia.Node, error) {
	for _, x := range xs {
		if x == nil {
			return nil, fmt.Errorf("%s: x is nil", m.name)
		}
	}
	t := TypeOf(xs[0])
	if t.Size() == 0 {
		return nil, fmt.Errorf("%s: x %s: every axis must be at least 1", m.name, t)
	}
	axis, err := axisOf(axis, t.Rank())
	if err != nil {
		return nil, fmt.Errorf("%s: x %s: %w", m.name, t, err)
	}
	if axis == t.Rank()-1 {
		return m.apply(xs)
	}
	n := size(t.Shape[axis:])
	flat := gorgonia.Nodes{}
	for i, x := range xs {
		shape := []int{n}
		if i == 0 {
			shape = []int{t.Size() / n, n}
		} else if TypeOf(x).Size() != n {
			return nil, fmt.Errorf("%s: %s: want %d elements", m.name, describe(m.names, typesOf(xs)), n)
		}
		y, err := Reshape(x, shape...)
		if err != nil {
			return nil, err
		}
		flat = append(flat, y)
	}
	y, err := m.apply(flat)
	if err != nil {
		return nil, err
	}
	return Reshape(y, t.Shape...)
}

func (m *norm) apply(xs gorgonia.Nodes) (*gorgonia.Node, error) {
	return apply(Def{
		Name:     m.name,
		Infer:    m.infer,
		Forward:  byFloat(func(c *Call) func() { return normForward[float32](m, c) }, func(c *Call) func() { return normForward[float64](m, c) }),
		Backward: byFloat(func(c *Call) func() { return normBackward[float32](m, c) }, func(c *Call) func() { return normBackward[float64](m, c) }),
		Reads:    m.reads(),
		Saved:    m.moments,
		Scratch:  m.partials,

		GradInPlace: true,
		norm:        m,
	}, xs...)
}

func (m *norm) infer(in []Type) (Type, error) {
	x := in[0]
	if x.Rank() == 0 || !x.Float() {
		return x, fmt.Errorf("x %s: want floats with at least one axis", x)
	}
	n := x.Shape[x.Rank()-1]
	for _, t := range in[1:] {
		if t.Dtype != x.Dtype || t.Rank() != 1 || t.Shape[0] != n {
			return x, fmt.Errorf("%s: want %s of [%d]", describe(m.names, in), x.Dtype, n)
		}
	}
	return x, nil
}

// reads leaves the bias out.
func (m *norm) reads() Reads {
	if m.weight > 0 {
		return Reads{In: []int{0, m.weight}}
	}
	return Reads{In: []int{0}}
}

// moments is memory for the rows' inverse deviations and means.
func (m *norm) moments(in []Type) []Type {
	rows := in[0].With(in[0].Size() / in[0].Shape[in[0].Rank()-1])
	if m.centred {
		return []Type{rows, rows}
	}
	return []Type{rows}
}

// partials is memory for the partial sums of dw and of db, a row for each piece.
func (m *norm) partials(in []Type) []Type {
	n := in[0].Shape[in[0].Rank()-1]
	part := in[0].With(ceil(in[0].Size()/n, normRows), n)
	return []Type{part, part}[:len(in)-1]
}

// present is the floats of operand i, nil for 0 or where there is no memory.
func present[T kernel.Float](arrays []Array, i int) []T {
	if i == 0 || !arrays[i].Exists() {
		return nil
	}
	return floats[T](arrays[i])
}
