package gradcheck

import (
	"math/rand/v2"

	"gorgonia.org/tensor"
)

// Random is a float64 tensor of normal numbers; equal seeds give equal ones.
func Random(seed uint64, shape ...int) *tensor.Dense {
	r := rand.New(rand.NewPCG(seed, 0))
	xs := make([]float64, tensor.Shape(shape).TotalSize())
	for i := range xs {
		xs[i] = r.NormFloat64()
	}
	return Floats(xs, shape...)
}

// Positive is likewise, of numbers between 0.5 and 2, for a logarithm's sake.
func Positive(seed uint64, shape ...int) *tensor.Dense {
	r := rand.New(rand.NewPCG(seed, 1))
	xs := make([]float64, tensor.Shape(shape).TotalSize())
	for i := range xs {
		xs[i] = 0.5 + 1.5*r.Float64()
	}
	return Floats(xs, shape...)
}

// Floats is a float64 tensor of the given numbers; without a shape, a scalar.
func Floats(xs []float64, shape ...int) *tensor.Dense {
	return tensor.New(tensor.WithShape(shape...), tensor.WithBacking(xs))
}

// Ints is a tensor of integers; without a shape, a scalar.
func Ints(xs []int, shape ...int) *tensor.Dense {
	return tensor.New(tensor.WithShape(shape...), tensor.WithBacking(xs))
}

// Bools is a tensor of booleans; without a shape, a scalar.
func Bools(xs []bool, shape ...int) *tensor.Dense {
	return tensor.New(tensor.WithShape(shape...), tensor.WithBacking(xs))
}
