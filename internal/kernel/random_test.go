package kernel

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// From Random123's kat_vectors, "philox4x32 10".
func TestPhiloxKnownAnswers(t *testing.T) {
	for _, c := range []struct {
		counter [4]uint32
		k0, k1  uint32
		want    [4]uint32
	}{
		{[4]uint32{}, 0, 0, [4]uint32{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
		{[4]uint32{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, 0xffffffff, 0xffffffff,
			[4]uint32{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
		{[4]uint32{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0xa4093822, 0x299f31d0,
			[4]uint32{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
	} {
		require.Equal(t, c.want, philox(c.counter, c.k0, c.k1))
	}
}

// The mapping is a promise: a resumed run draws what the first one would have.
func TestStreamMapping(t *testing.T) {
	const seed, key, step, element = 1<<40 + 7, 3<<50 + 11, 5<<33 + 13, 4*(9<<32+17) + 2
	inner := philox([4]uint32{11, 3 << 18, 0, 0}, 7, 1<<8)
	want := philox([4]uint32{17, 9, 13, 5 << 1}, inner[0], inner[1])[2]
	var got [1]uint32
	s := NewStream(seed, key, step)
	s.Bits(got[:], element)
	require.Equal(t, want, got[0])
}

func TestBitsDoNotDependOnHowTheyAreCut(t *testing.T) {
	s := NewStream(1, 2, 3)
	whole := make([]uint32, 40)
	s.Bits(whole, 0)
	for first := range whole {
		for n := range len(whole) - first {
			part := make([]uint32, n)
			s.Bits(part, uint64(first))
			require.Equal(t, whole[first:first+n], part, "from %d, %d of them", first, n)
		}
	}
}

func TestStreamsDiffer(t *testing.T) {
	seen := map[[4]uint32]bool{}
	for _, s := range []Stream{NewStream(0, 0, 0), NewStream(1, 0, 0), NewStream(0, 1, 0), NewStream(0, 0, 1),
		NewStream(1<<32, 0, 0), NewStream(0, 1<<32, 0), NewStream(0, 0, 1<<32), NewStream(1, 1, 0), NewStream(0, 1, 1)} {
		var w [4]uint32
		s.Bits(w[:], 0)
		require.False(t, seen[w])
		seen[w] = true
	}
}

func BenchmarkBits(b *testing.B) {
	bits, s := make([]uint32, 4096), NewStream(1, 2, 3)
	for b.Loop() {
		s.Bits(bits, 0)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/4096, "ns/element")
}
