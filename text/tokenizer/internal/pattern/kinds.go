package pattern

import (
	"unicode/utf8"

	"github.com/gaze-ml/gaze/internal/unicode15"
)

// kind is a bit for each sort of character that the known patterns tell apart.
type kind uint16

const (
	upper       kind = 1 << iota // Lu, Lt
	lower                        // Ll
	caseless                     // Lm, Lo
	mark                         // M
	number                       // N
	newline                      // \r and \n
	otherSpace                   // the rest of \s
	punctuation                  // P
	symbol                       // S
	rest

	letter = upper | lower | caseless
	space  = newline | otherSpace
	others = mark | punctuation | symbol | rest // neither space, letter nor number
)

// ofCategory is the kind of each general category; controls are looked at one by one.
var ofCategory = [...]kind{
	unicode15.Cn: rest, unicode15.Cc: rest, unicode15.Cf: rest, unicode15.Co: rest,
	unicode15.Lu: upper, unicode15.Lt: upper, unicode15.Ll: lower, unicode15.Lm: caseless, unicode15.Lo: caseless,
	unicode15.Mn: mark, unicode15.Mc: mark, unicode15.Me: mark,
	unicode15.Nd: number, unicode15.Nl: number, unicode15.No: number,
	unicode15.Pc: punctuation, unicode15.Pd: punctuation, unicode15.Ps: punctuation, unicode15.Pe: punctuation,
	unicode15.Pi: punctuation, unicode15.Pf: punctuation, unicode15.Po: punctuation,
	unicode15.Sm: symbol, unicode15.Sc: symbol, unicode15.Sk: symbol, unicode15.So: symbol,
	unicode15.Zs: otherSpace, unicode15.Zl: otherSpace, unicode15.Zp: otherSpace,
}

// ofASCII is the kind of each character of ASCII.
var ofASCII = func() (list [utf8.RuneSelf]kind) {
	for r := range list {
		list[r] = kindOf(rune(r))
	}
	return list
}()

func kindOf(r rune) kind {
	k := ofCategory[unicode15.CategoryOf(r)]
	switch {
	case r == '\n' || r == '\r':
		return newline
	case k == rest && unicode15.Space(r):
		return otherSpace
	}
	return k
}

// at is the kind of the character at i and its size; 0 at the end.
func at(text []byte, i int) (kind, int) {
	if i >= len(text) {
		return 0, 0
	}
	if c := text[i]; c < utf8.RuneSelf {
		return ofASCII[c], 1
	}
	r, size := utf8.DecodeRune(text[i:])
	return kindOf(r), size
}

// run is where characters of some kinds, from i on, end.
func run(text []byte, i int, kinds kind) int {
	for i < len(text) {
		c := text[i]
		if c < utf8.RuneSelf {
			if ofASCII[c]&kinds == 0 {
				return i
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if kindOf(r)&kinds == 0 {
			return i
		}
		i += size
	}
	return i
}
