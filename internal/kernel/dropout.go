package kernel

import "math"

// Drops says what a dropout does with each of its elements: element i is dropped
// where draw i of the stream is below p·2³², and scaled by 1/(1-p) where not.
type Drops struct {
	stream Stream
	below  uint64
	scale  float64
}

// NewDrops is dropout with probability 0 ≤ p ≤ 1, to the nearest 2⁻³².
func NewDrops(s Stream, p float64) Drops {
	return Drops{s, uint64(math.Round(p * (1 << 32))), 1 / (1 - p)}
}

// Any reports whether anything is dropped.
func (d *Drops) Any() bool { return d.below > 0 }

// factors is what a draw may multiply by, indexed by whether it drops.
func factors[T Float](d *Drops) [2]T { return [2]T{T(d.scale), 0} }

// drops is 1 if the draw drops and 0 if not, without a branch: nobody can
// predict it.
func (d *Drops) drops(draw uint32) uint64 { return (uint64(draw) - d.below) >> 63 }

// drawn is how many draws are made at a time.
const drawn = 256

// Drop is y[i] = x[i]·m, where m is 0 if element first+i is dropped and 1/(1-p)
// if not. The slices may be the same.
func Drop[T Float](y, x []T, d Drops, first uint64) {
	x = x[:len(y)]
	if single[T]() && d.Any() && vectors() {
		head := min(int(-first%4), len(y)) // up to the first whole block
		dropPlain(y[:head], x[:head], &d, first)
		y, x, first = y[head:], x[head:], first+uint64(head)
		if len(y) == 0 || dropSIMD(singles(y), singles(x), &d.stream, first/4, uint32(d.below-1), float32(d.scale)) {
			return
		}
	}
	dropPlain(y, x, &d, first)
}

// dropPlain is Drop by words that Bits draws.
func dropPlain[T Float](y, x []T, d *Drops, first uint64) {
	var buffer [drawn]uint32
	m := factors[T](d)
	for ; len(y) > 0; first += drawn {
		bits := buffer[:min(drawn, len(y))]
		d.stream.Bits(bits, first)
		for i, draw := range bits {
			y[i] = x[i] * m[d.drops(draw)&1]
		}
		y, x = y[len(bits):], x[len(bits):]
	}
}

// DropFactors is m[i] = what Drop multiplies element first+i by.
func DropFactors[T Float](m []T, d Drops, first uint64) {
	if single[T]() && d.Any() && vectors() && first%4 == 0 && len(m) > 0 &&
		dropFactorsSIMD(singles(m), &d.stream, first/4, uint32(d.below-1), float32(d.scale)) {
		return
	}
	Fill(m, 1)
	Drop(m, m, d, first)
}
