package kernel

// Stream is a row of independent, uniform draws of 32 bits, numbered from 0:
// draw i depends on the stream's seed, key and step and on i alone, so it can be
// made anywhere, by anybody, again.
//
// The generator is Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel Random
// Numbers: As Easy as 1, 2, 3, SC 2011). Draw i is word i mod 4 of the block
//
//	Philox(counter: i/4 and the step, key: the first half of
//	    Philox(counter: the stream's key and 0, key: the seed))
//
// where a number of 64 bits is two words, the low one first.
type Stream struct {
	keys [20]uint32 // two for each round
	step [2]uint32
}

// NewStream is the stream of a seed, a key and a step.
func NewStream(seed, key, step uint64) Stream {
	w := philox([4]uint32{uint32(key), uint32(key >> 32)}, uint32(seed), uint32(seed>>32))
	stream := Stream{step: [2]uint32{uint32(step), uint32(step >> 32)}}
	for round := range uint32(10) {
		stream.keys[2*round], stream.keys[2*round+1] = w[0]+round*weyl0, w[1]+round*weyl1
	}
	return stream
}

// By these a key grows from round to round: the golden ratio, and √3 - 1.
const (
	weyl0 = 0x9E3779B9
	weyl1 = 0xBB67AE85
)

// Bits is bits[i] = draw first+i.
func (s *Stream) Bits(bits []uint32, first uint64) {
	block := first / 4
	if skip := first % 4; skip > 0 {
		w := s.block(block)
		bits = bits[copy(bits, w[skip:]):]
		block++
	}
	if len(bits) == 0 || streamBitsSIMD(bits, s, block) {
		return
	}
	for ; len(bits) >= 4; block++ {
		*(*[4]uint32)(bits) = s.block(block)
		bits = bits[4:]
	}
	if len(bits) > 0 {
		w := s.block(block)
		copy(bits, w[:])
	}
}

func (s *Stream) block(i uint64) [4]uint32 {
	return philox([4]uint32{uint32(i), uint32(i >> 32), s.step[0], s.step[1]}, s.keys[0], s.keys[1])
}

// philox is ten rounds over the counter c with the key (k0, k1).
func philox(c [4]uint32, k0, k1 uint32) [4]uint32 {
	c0, c1, c2, c3 := c[0], c[1], c[2], c[3]
	for range 10 {
		a, b := uint64(c0)*0xD2511F53, uint64(c2)*0xCD9E8D57
		c0, c1, c2, c3 = uint32(b>>32)^c1^k0, uint32(b), uint32(a>>32)^c3^k1, uint32(a)
		k0 += weyl0
		k1 += weyl1
	}
	return [4]uint32{c0, c1, c2, c3}
}
