package model

import "unicode/utf8"

// joints is the pairs of characters between which something is merged: the last of
// a merge's left side and the first of its right side. Between two others a word
// can be cut, and its parts be merged alone.
type joints struct {
	ascii [utf8.RuneSelf][2]uint64 // a bit for each second character
	table []uint64                 // the others: keys, 0 is free; a power of two, at most half full
	count int

	borders borders
}

func jointKey(a, b rune) uint64 { return uint64(a)<<32 | uint64(b) | pairTaken }

func (j *joints) add(a, b rune) {
	if a < utf8.RuneSelf && b < utf8.RuneSelf {
		j.ascii[a][b>>6] |= 1 << (b & 63)
		return
	}
	if 2*j.count >= len(j.table) {
		keys := j.table
		j.table = make([]uint64, max(2*len(keys), 64))
		for _, key := range keys {
			if key != 0 {
				j.table[j.slot(key)] = key
			}
		}
	}
	slot := j.slot(jointKey(a, b))
	if j.table[slot] == 0 {
		j.table[slot] = jointKey(a, b)
		j.count++
	}
}

func (j *joints) has(a, b rune) bool {
	if a < utf8.RuneSelf && b < utf8.RuneSelf {
		return j.ascii[a][b>>6]>>(b&63)&1 != 0
	}
	return len(j.table) > 0 && j.table[j.slot(jointKey(a, b))] != 0
}

func (j *joints) slot(key uint64) uint64 {
	mask := uint64(len(j.table) - 1)
	i := pairHash(key) >> 32 & mask
	for j.table[i] != 0 && j.table[i] != key {
		i = (i + 1) & mask
	}
	return i
}
