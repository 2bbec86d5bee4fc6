package model

import (
	"math/bits"
	"unicode/utf8"
)

// borders is for words whose letters stand for bytes: the merges between what ends
// with a character and what begins with one. In most scripts nearly every last byte
// is joined to nearly every first one by some merge, so joints cuts little; here a
// merge counts only where the last three letters of its left side, or all of it,
// and the first three of its right side are there. It is a Bloom filter (1970): it
// may find a merge that is not there, so that a word is not cut where it could be,
// never the other way.
type borders struct {
	blocks []uint64 // nil where letters are characters
	shift  uint
}

// context is letters next to a border, the nearest first; 0 where the word has no
// more, -1 where it has one that is no token.
type context [3]rune

// leads says that a letter stands for the first byte of a character of two bytes
// or more: these letters are the bytes themselves, in all byte-level vocabularies.
func leads(r rune) bool { return r >= 0xC2 && r <= 0xF4 }

// mix is a hash of the first n letters.
func (c *context) mix(n int, by uint64) uint64 {
	key := uint64(n)
	for _, r := range c[:n] {
		key = key<<20 | uint64(r)
	}
	return key * by
}

const (
	mixBefore = pairMix
	mixBehind = 0xc2b2ae3d27d4eb4f // a prime of xxHash
	mixLast   = 0x9fb21c651e98df25 // of XXH3
)

// place is the block of a pair of contexts, and its bits there.
func (b *borders) place(before, behind uint64) (block, mask uint64) {
	h := before ^ bits.RotateLeft64(behind, 32)
	h = (h ^ h>>31) * mixLast
	return h >> b.shift, 1<<(h&63) | 1<<(h>>6&63)
}

// newBorders learns the merges of an alphabet of bytes; of others, nothing.
func (m *BPE) newBorders() (b borders) {
	if len(m.letters[0].pages) > 2 {
		return b
	}
	size := bits.Len(uint(len(m.list) / 2))
	b = borders{make([]uint64, 1<<size), uint(64 - size)}
	for _, pair := range m.list {
		right, _ := m.Token(int(pair[1]))
		if first, _ := utf8.DecodeRuneInString(right); !leads(first) {
			continue
		}
		left, _ := m.Token(int(pair[0]))
		var before, behind context
		n, k := 0, 0
		for ; n < 3 && left != ""; n++ {
			r, size := utf8.DecodeLastRuneInString(left)
			before[n], left = r, left[:len(left)-size]
		}
		for ; k < 3 && right != ""; k++ {
			r, size := utf8.DecodeRuneInString(right)
			behind[k], right = r, right[size:]
		}
		block, mask := b.place(before.mix(n, mixBefore), behind.mix(k, mixBehind))
		b.blocks[block] |= mask
	}
	return b
}

// joined says that something may be merged between before and behind.
func (b *borders) joined(before, behind *context) bool {
	var left, right [3]uint64
	for i := range left {
		if before[i] < 0 || behind[i] < 0 {
			return true
		}
		left[i], right[i] = before.mix(i+1, mixBefore), behind.mix(i+1, mixBehind)
	}
	for i := 2; i >= 0; i-- {
		for j := 2; j >= 0; j-- {
			if block, mask := b.place(left[i], right[j]); b.blocks[block]&mask == mask {
				return true
			}
		}
	}
	return false
}

// partOfBytes is part for words whose letters stand for bytes.
func (m *BPE) partOfBytes(word []byte) int {
	known := m.letters[0]
	var before context
	for at := 0; at < len(word); {
		r, size := letter(word[at:], known)
		switch {
		case at == 0:
		case leads(r):
			behind := context{r}
			next := at + size
			for i := 1; i < 3 && next < len(word); i++ {
				var n int
				behind[i], n = letter(word[next:], known)
				next += n
			}
			if !m.joints.borders.joined(&before, &behind) {
				return at
			}
		case r >= 0 && r < utf8.RuneSelf && before[0] >= 0 && !m.joints.has(before[0], r):
			return at
		}
		before = context{r, before[0], before[1]}
		at += size
	}
	return len(word)
}

// letter is the first letter of word, -1 if it is no token, and its size.
func letter(word []byte, known *letters) (rune, int) {
	r, size := rune(word[0]), 1
	switch {
	case r < utf8.RuneSelf:
	case r >= 0xC2 && r < 0xE0 && len(word) > 1 && word[1]&0xC0 == 0x80:
		r, size = r&0x1F<<6|rune(word[1]&0x3F), 2
	default:
		r, size = utf8.DecodeRune(word)
	}
	if known.id(r) < 0 {
		r = -1
	}
	return r, size
}
