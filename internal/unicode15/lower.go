package unicode15

import "unicode/utf8"

// Lower is the lower case of one character, without regard to its neighbours; ""
// if that is itself.
func Lower(r rune) string {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			return ascii[r+'a'-'A' : r+'a'-'A'+1]
		}
		return ""
	}
	n := at(loweredIndex[:], loweredPages[:], r)
	return loweredTexts[loweredBegin[n]:loweredBegin[n+1]]
}

// LowerRune is the lower case of one character as one character: of a lower case
// that is more, as that of İ, the first, which is the letter without its marks.
func LowerRune(r rune) rune {
	for _, small := range Lower(r) {
		return small
	}
	return r
}

// ascii has each character of ASCII at its own place.
const ascii = "\x00\x01\x02\x03\x04\x05\x06\a\b\t\n\v\f\r\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c" +
	"\x1d\x1e\x1f !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~\x7f"

// at is the value of a code point in a table of two steps.
func at(index, pages []uint16, r rune) int {
	if uint32(r) >= codePoints {
		return 0
	}
	return int(pages[int(index[uint32(r)>>pageBits])<<pageBits|int(r)&pageMask])
}
