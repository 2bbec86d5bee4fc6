package unicode15

import (
	"cmp"
	"slices"
)

// Hangul's syllables (Unicode Standard, 3.12): one of 19 leads, of 21 vowels and
// of 27 tails or none.
const (
	syllable, lead, vowel, tail = 0xAC00, 0x1100, 0x1161, 0x11A7
	leads, vowels, tails        = 19, 21, 28
	syllables                   = leads * vowels * tails
)

// decompose appends what a character is made of: the first replaces it, the
// others are new.
func (f Form) decompose(dst []Change, r rune) []Change {
	if s := r - syllable; 0 <= s && s < syllables {
		dst = append(dst, Change{lead + s/(vowels*tails), 0}, Change{vowel + s%(vowels*tails)/tails, 1})
		if t := s % tails; t != 0 {
			dst = append(dst, Change{tail + t, 1})
		}
		return dst
	}
	var text string
	if f.compatible() {
		n := at(compatibleIndex[:], compatiblePages[:], r)
		text = compatibleTexts[compatibleBegin[n]:compatibleBegin[n+1]]
	} else {
		n := at(canonicalIndex[:], canonicalPages[:], r)
		text = canonicalTexts[canonicalBegin[n]:canonicalBegin[n+1]]
	}
	if text == "" {
		return append(dst, Change{r, 0})
	}
	step := int32(0)
	for _, c := range text {
		dst = append(dst, Change{c, step})
		step = 1
	}
	return dst
}

// order sorts runs of marks by their classes and leaves those of one class as
// they are.
func order(list []Change) {
	for i := 0; i < len(list); {
		n, sorted, last := 0, true, uint8(0)
		for ; i+n < len(list); n++ {
			class := CombiningClass(list[i+n].Rune)
			if class == 0 {
				break
			}
			sorted = sorted && class >= last
			last = class
		}
		if !sorted {
			slices.SortStableFunc(list[i:i+n], func(a, b Change) int {
				return cmp.Compare(CombiningClass(a.Rune), CombiningClass(b.Rune))
			})
		}
		i += n + 1
	}
}
