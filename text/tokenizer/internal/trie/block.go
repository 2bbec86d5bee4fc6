package trie

import "math/bits"

type block struct {
	used   [4]uint64 // a bit for each place
	left   int       // places that are free
	failed int       // how many nodes did not fit
}

const fewLabels = 4 // for which one place after the other is tried

// fit is a base within a block at which all labels are free.
func (k *block) fit(labels []byte) (int32, bool) {
	if k.left < len(labels) {
		return 0, false
	}
	if len(labels) > fewLabels {
		return k.fitMany(labels)
	}
	for w, used := range k.used {
		for open := ^used; open != 0; open &= open - 1 {
			base := byte(w<<6+bits.TrailingZeros64(open)) ^ labels[0]
			if k.free(base, labels) {
				return int32(base), true
			}
		}
	}
	return 0, false
}

// fitMany gathers, for every base at once, whether a label is taken.
func (k *block) fitMany(labels []byte) (int32, bool) {
	var taken [4]uint64
	for _, c := range labels {
		all := ^uint64(0)
		for w := range taken {
			if used := k.used[w^int(c>>6)]; used != 0 && ^taken[w] != 0 {
				taken[w] |= flipped(used, c&63)
			}
			all &= taken[w]
		}
		if ^all == 0 {
			return 0, false
		}
	}
	for w, t := range taken {
		if ^t != 0 {
			return int32(w<<6 + bits.TrailingZeros64(^t)), true
		}
	}
	return 0, false
}

// evens is every second bit, every second pair of bits, and so on.
var evens = [...]uint64{
	0x5555555555555555, 0x3333333333333333, 0x0F0F0F0F0F0F0F0F,
	0x00FF00FF00FF00FF, 0x0000FFFF0000FFFF, 0x00000000FFFFFFFF,
}

// flipped has bit i of a word at i ^ c.
func flipped(word uint64, c byte) uint64 {
	for ; c != 0; c &= c - 1 {
		i := bits.TrailingZeros8(c)
		word = word&evens[i]<<(1<<i) | word>>(1<<i)&evens[i]
	}
	return word
}

func (k *block) free(base byte, labels []byte) bool {
	for _, c := range labels {
		if at := base ^ c; k.used[at>>6]>>(at&63)&1 != 0 {
			return false
		}
	}
	return true
}
