package golden

import (
	"errors"
	"fmt"
	"math"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
)

// Check runs a drawing on the case's inputs and compares every output and every
// gradient:
//
//	max|Δ| ≤ tolerance·max(max|want|, 1e-3·norm)
//
// where norm is 0 for an output, and that of all gradients together for a
// gradient: a key bias's true one is zero. It answers with the largest
// max|Δ|/max(…) met.
func (c *Case) Check(tolerance float64, draw graph.Draw) (worst float64, err error) {
	store, err := c.Store()
	if err != nil {
		return 0, err
	}
	f, err := graph.NewFunction(store, graph.Options{Training: true}, c.differentiated(draw))
	if err != nil {
		return 0, err
	}
	in := graph.Values{}
	for name, x := range c.Inputs {
		in[name] = x.Dense()
	}
	out, err := f.Run(in)
	if err != nil {
		return 0, err
	}
	if store.Len() != len(c.Params) {
		return 0, fmt.Errorf("the drawing declares %q: want those of the case, %d", store.Paths(), len(c.Params))
	}
	for name := range c.Params {
		if out[gradient(name)], err = f.Gradients().Of(name); err != nil {
			return 0, err
		}
	}
	return c.compare(tolerance, out)
}

// compare is Check once everything is computed.
func (c *Case) compare(tolerance float64, out graph.Values) (worst float64, err error) {
	var problems []error
	check := func(what string, want Tensor, norm float64) {
		d, err := deviation(out[what], want, norm)
		worst = max(worst, d)
		if err == nil && !(d <= tolerance) {
			err = fmt.Errorf("off by %.2g, want at most %.2g", d, tolerance)
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", what, err))
		}
	}
	for name, want := range c.Outputs {
		check(name, want, 0)
	}
	norm := c.norm()
	for name, want := range c.Grads {
		check(gradient(name), want, norm)
	}
	return worst, errors.Join(problems...)
}

func gradient(name string) string { return "gradient of " + name }

// differentiated adds to a drawing the gradients of Σ cotangent·output: of
// inputs as outputs, of parameters as a training program has them.
func (c *Case) differentiated(draw graph.Draw) graph.Draw {
	return func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		out := draw(s, in)
		sum := s.Number(0)
		for name, cotangent := range c.Cotangents {
			if out[name] == nil {
				s.Errorf("the drawing has no output %q", name)
				return out
			}
			sum = sum.Add(out[name].Mul(s.Const(cotangent.Dense())).Sum())
		}
		if len(c.Params) > 0 {
			s.Graph().Minimize(sum, nil)
		}
		for name := range c.Inputs {
			if _, wanted := c.Grads[name]; wanted {
				out[gradient(name)] = s.Graph().Backprop(sum, in.Get(name))[0]
			}
		}
		return out
	}
}

func (c *Case) norm() (norm float64) {
	for _, g := range c.Grads {
		for _, x := range g.Floats {
			norm = math.Hypot(norm, float64(x))
		}
	}
	return norm
}

// deviation is max|got − want|/max(max|want|, 1e-3·norm).
func deviation(got *tensor.Dense, want Tensor, norm float64) (float64, error) {
	if got == nil {
		return 0, errors.New("there is none")
	}
	if !got.Shape().Eq(tensor.Shape(want.Shape)) {
		return 0, fmt.Errorf("shape %v, want %v", got.Shape(), want.Shape)
	}
	values := got.Float32s()
	most, size := 0.0, 1e-3*norm
	for i, w := range want.Floats {
		size = max(size, math.Abs(float64(w)))
		most = max(most, distance(float64(values[i]), float64(w)))
	}
	switch {
	case most == 0:
		return 0, nil
	case math.IsInf(most, 1): // whatever size is
		return most, nil
	}
	return most / size, nil
}

// distance is |got − want|; NaN is infinitely far from anything.
func distance(got, want float64) float64 {
	d := math.Abs(got - want)
	if d != d {
		return math.Inf(1)
	}
	return d
}
