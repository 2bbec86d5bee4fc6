package gradcheck

import (
	"fmt"
	"math"
)

// Variable is what a scalar is differentiated by, where a program of ours computes
// it and its gradient: parameters of a machine, say.
type Variable struct {
	Name     string
	Values   []float64 // in their own memory: they are varied in place
	Gradient []float64 // as many
}

// Variables compares gradients with central differences of value, which answers
// with the scalar as the variables are at the time. Of a variable of more than most
// elements as many are looked at, spread evenly. They agree as in Check:
//
//	max|Δ| ≤ 1e-6 · max(max|g| of the variable, 1e-3 · the norm of all gradients)
//
// The error names the variable, the element and both numbers. The values are left as
// they were.
func Variables(value func() (float64, error), variables []Variable, most int) error {
	norm := 0.0
	for _, v := range variables {
		if len(v.Gradient) != len(v.Values) {
			return fmt.Errorf("gradcheck: %s: %d gradients of %d values", v.Name, len(v.Gradient), len(v.Values))
		}
		for _, g := range v.Gradient {
			if !math.IsNaN(g) { // that element will be named
				norm = math.Hypot(norm, g)
			}
		}
	}
	for _, v := range variables {
		bound := tolerance * math.Max(largest(v.Gradient), 1e-3*norm)
		apart := max(1, (len(v.Values)+most-1)/max(most, 1))
		for k := 0; k < len(v.Values); k += apart {
			want, err := slope(value, &v.Values[k])
			if err != nil {
				return fmt.Errorf("gradcheck: %s[%d]: %w", v.Name, k, err)
			}
			if d := math.Abs(v.Gradient[k] - want); !(d <= bound) { // NaN is no agreement
				return fmt.Errorf("gradcheck: %s[%d]: gradient %.9g, central difference %.9g: they differ by %.3g, more than %.3g",
					v.Name, k, v.Gradient[k], want, d, bound)
			}
		}
	}
	return nil
}

// slope is that of value by x, by the stencil of differences.
func slope(value func() (float64, error), x *float64) (float64, error) {
	was, h := *x, step*math.Max(1, math.Abs(*x))
	defer func() { *x = was }()
	sum := 0.0
	for _, p := range []struct{ at, times float64 }{{1, 8}, {-1, -8}, {2, -1}, {-2, 1}} {
		*x = was + p.at*h
		y, err := value()
		if err != nil {
			return 0, err
		}
		sum += p.times * y
	}
	return sum / (12 * h), nil
}
