package model

import "math/bits"

// merged is what a pair becomes, and when.
type merged struct{ rank, id int32 }

// pairs is the merges by pair: open addressing, at most half full.
type pairs struct {
	slots []pairSlot
	shift uint
}

type pairSlot struct {
	key uint64 // both ids and a bit that is always set; 0 is free
	merged
}

func newPairs(n int) pairs {
	size := max(bits.Len(uint(2*n)), 1)
	return pairs{make([]pairSlot, 1<<size), uint(64 - size)}
}

const (
	pairTaken = 1 << 63
	pairMix   = 0x9e3779b97f4a7c15 // 2^64 / the golden ratio
)

func pairKey(a, b int32) uint64 { return pairTaken | uint64(uint32(a))<<32 | uint64(uint32(b)) }

func pairHash(key uint64) uint64 { return (key ^ key>>29) * pairMix }

// get is what a and b become; the rank is -1 if they do not merge.
func (p *pairs) get(a, b int32) merged {
	key := pairKey(a, b)
	mask := uint64(len(p.slots) - 1)
	for i := pairHash(key) >> p.shift; ; i = (i + 1) & mask {
		switch s := &p.slots[i&mask]; s.key {
		case key:
			return s.merged
		case 0:
			return merged{-1, -1}
		}
	}
}

// set says what a and b become.
func (p *pairs) set(a, b int32, to merged) {
	key := pairKey(a, b)
	mask := uint64(len(p.slots) - 1)
	i := pairHash(key) >> p.shift
	for p.slots[i].key != 0 && p.slots[i].key != key {
		i = (i + 1) & mask
	}
	p.slots[i] = pairSlot{key, to}
}
