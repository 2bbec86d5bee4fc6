package weights

import "math"

// Random draws the numbers that fill one parameter. It is keyed by (seed,
// path) and counts its draws, so what a parameter gets depends on nothing else:
// not on what was declared before it, nor on the version of Go.
//
//	u_i = mix(key + i·golden)    (SplitMix64; Steele, Lea and Flood 2014)
type Random struct{ key, count uint64 }

const golden = 0x9e3779b97f4a7c15

// NewRandom returns the source of the parameter at path.
func NewRandom(seed uint64, path string) *Random {
	return &Random{key: mix(mix(seed+golden) ^ fnv1a(path))}
}

// Uint64 draws 64 bits.
func (r *Random) Uint64() uint64 {
	r.count++
	return mix(r.key + r.count*golden)
}

// Float64 draws evenly from (0, 1), both ends excluded.
func (r *Random) Float64() float64 {
	return (float64(r.Uint64()>>12) + 0.5) * 0x1p-52
}

// Normal draws from the standard normal distribution, by the inverse of its
// cumulative distribution: one draw a number.
func (r *Random) Normal() float64 { return quantile(r.Float64()) }

// quantile is Φ⁻¹(u) = √2 · erfinv(2u − 1).
func quantile(u float64) float64 { return math.Sqrt2 * math.Erfinv(2*u-1) }

// cumulative is Φ(x).
func cumulative(x float64) float64 { return 0.5 * math.Erfc(-x/math.Sqrt2) }

func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func fnv1a(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
