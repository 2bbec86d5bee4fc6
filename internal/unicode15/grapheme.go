package unicode15

import "unicode/utf8"

// In the order in which the generator has them.
const (
	plain = iota
	control
	prepended
	leading // Hangul's
	voweled
	trailing
	regional
	pictographic
	extends
)

const joiner = 0x200D

// Grapheme is how many bytes of s, which is not empty, its first grapheme has
// (Unicode Standard Annex 29, extended; rule GB9c, on conjuncts of Indian scripts,
// aside).
func Grapheme(s []byte) int {
	if len(s) == 1 || s[0] < utf8.RuneSelf && s[1] < utf8.RuneSelf && s[0] != '\r' {
		return 1
	}
	before, size := utf8.DecodeRune(s)
	kind := lookUp(before).grapheme
	g := grapheme{pictured: kind == pictographic, odd: kind == regional}
	for size < len(s) {
		r, n := utf8.DecodeRune(s[size:])
		if !g.joins(before, r) {
			break
		}
		before, size = r, size+n
	}
	return size
}

// grapheme is what has been seen of one.
type grapheme struct {
	pictured bool // a pictograph, and since then only what extends it
	odd      bool // an odd number of regional indicators ends it
}

// joins reports whether r goes on with what before ends, and takes note of it.
func (g *grapheme) joins(before, r rune) bool {
	a, b := lookUp(before).grapheme, lookUp(r).grapheme
	pictured, odd := g.pictured, g.odd
	g.pictured = b == pictographic || pictured && b == extends
	g.odd = b == regional && !odd
	switch {
	case before == '\r' && r == '\n':
		return true
	case a == control || b == control:
		return false
	case b == extends, a == prepended:
		return true
	case b == pictographic && before == joiner:
		return pictured
	case b == regional:
		return a == regional && odd
	}
	return hangul(before, a, r, b)
}

// hangul is rules GB6 to GB8.
func hangul(before rune, a uint8, r rune, b uint8) bool {
	first, second := before-syllable, r-syllable
	whole := 0 <= first && first < syllables
	switch {
	case a == leading:
		return b == leading || b == voweled || 0 <= second && second < syllables
	case a == voweled || whole && first%tails == 0:
		return b == voweled || b == trailing
	case a == trailing || whole:
		return b == trailing
	}
	return false
}
