package weights

import "math"

// Initializer fills dst, the elements of a parameter of that shape, with
// numbers drawn from r. A nil Initializer fills zeros.
type Initializer func(r *Random, shape []int, dst []float64)

// Zeros fills zeros.
func Zeros(_ *Random, _ []int, dst []float64) { clear(dst) }

// Ones fills ones.
func Ones(r *Random, shape []int, dst []float64) { Constant(1)(r, shape, dst) }

// Constant fills c.
func Constant(c float64) Initializer {
	return func(_ *Random, _ []int, dst []float64) {
		for i := range dst {
			dst[i] = c
		}
	}
}

// Uniform draws evenly from (lo, hi).
func Uniform(lo, hi float64) Initializer {
	return each(func(r *Random) float64 { return lo + (hi-lo)*r.Float64() })
}

// Normal draws from N(0, std²).
func Normal(std float64) Initializer {
	return each(func(r *Random) float64 { return std * r.Normal() })
}

// TruncatedNormal draws from N(0, std²) truncated at ±2·std, as BERT was
// initialised. The standard deviation of what is left is 0.88·std.
func TruncatedNormal(std float64) Initializer {
	lo, hi := cumulative(-2), cumulative(2)
	return each(func(r *Random) float64 {
		z := quantile(lo + (hi-lo)*r.Float64())
		return std * max(-2, min(2, z)) // rounding may step over the end
	})
}

// XavierUniform draws from ±gain·√(6/(fanIn+fanOut)) (Glorot and Bengio 2010).
func XavierUniform(gain float64) Initializer {
	return byFan(func(in, out float64) Initializer {
		bound := gain * math.Sqrt(6/(in+out))
		return Uniform(-bound, bound)
	})
}

// XavierNormal draws from N(0, gain²·2/(fanIn+fanOut)).
func XavierNormal(gain float64) Initializer {
	return byFan(func(in, out float64) Initializer {
		return Normal(gain * math.Sqrt(2/(in+out)))
	})
}

// KaimingUniform draws from ±√(6/((1+a²)·fanIn)), a being the negative slope of
// the rectifier that follows (He et al. 2015). PyTorch's Linear has a = √5.
func KaimingUniform(a float64) Initializer {
	return byFan(func(in, _ float64) Initializer {
		bound := math.Sqrt(6 / ((1 + a*a) * in))
		return Uniform(-bound, bound)
	})
}

// KaimingNormal draws from N(0, 2/((1+a²)·fanIn)).
func KaimingNormal(a float64) Initializer {
	return byFan(func(in, _ float64) Initializer {
		return Normal(math.Sqrt(2 / ((1 + a*a) * in)))
	})
}

func each(draw func(r *Random) float64) Initializer {
	return func(r *Random, _ []int, dst []float64) {
		for i := range dst {
			dst[i] = draw(r)
		}
	}
}

func byFan(scaled func(in, out float64) Initializer) Initializer {
	return func(r *Random, shape []int, dst []float64) {
		in, out := fans(shape)
		scaled(in, out)(r, shape, dst)
	}
}

// fans counts what flows into and out of one unit of a weight [out, in, ...],
// as PyTorch does; a vector is taken as a single row.
func fans(shape []int) (in, out float64) {
	switch len(shape) {
	case 0:
		return 1, 1
	case 1:
		return float64(shape[0]), 1
	}
	field := 1.0
	for _, size := range shape[2:] { // of which no int may hold the product
		field *= float64(size)
	}
	return float64(shape[1]) * field, float64(shape[0]) * field
}
