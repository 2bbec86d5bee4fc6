package added

import (
	"fmt"
	"unicode/utf8"

	"github.com/gaze-ml/gaze/internal/unicode15"
)

// Match is a token in a text: bytes [Start, End) of it.
type Match struct{ Start, End, ID int32 }

// Find appends the tokens of a text that are not normalized. As in the reference,
// one that takes the spaces behind it does not hide what is spelled there: a token
// of spaces is found in them again, and what is behind it goes on from its end. The
// error is of a token that would take the spaces before it back from another.
func (v *Vocabulary) Find(dst []Match, text string, plainSpecial bool) ([]Match, error) {
	return scan(v, dst, &v.plain, text, plainSpecial)
}

// FindNormalized appends the others, which are in a text that was normalized.
func (v *Vocabulary) FindNormalized(dst []Match, text []byte, plainSpecial bool) ([]Match, error) {
	return scan(v, dst, &v.normalized, text, plainSpecial)
}

// HasNormalized says whether there are any that FindNormalized could find.
func (v *Vocabulary) HasNormalized() bool { return !v.normalized.empty() }

func scan[T string | []byte](v *Vocabulary, dst []Match, m *matcher, text T, plainSpecial bool) ([]Match, error) {
	if m.empty() {
		return dst, nil
	}
	taken := 0     // where the token before ends
	var run [2]int // spaces that were last looked for, so that each is looked at once
	for at := 0; ; {
		from, to, id := find(m, text, at)
		if id < 0 {
			return dst, nil
		}
		at = to
		e := v.tokens[int(id)]
		if plainSpecial && v.special[e.Content] || e.SingleWord && !alone(text, from, to) {
			continue
		}
		if e.LStrip {
			from = max(taken, spacesBefore(text, from, taken))
		}
		if e.RStrip {
			if to < run[0] || to > run[1] {
				run = [2]int{to, spacesBehind(text, to)}
			}
			to = run[1]
		}
		if from > to {
			return dst, fmt.Errorf("added_tokens: %q is spelled within the spaces that a token before it takes", e.Content)
		}
		if to > from {
			dst = append(dst, Match{int32(from), int32(to), id})
		}
		taken = to
	}
}

// spacesBefore is where the spaces begin that end at from, at most those from taken
// on.
func spacesBefore[T string | []byte](text T, from, taken int) int {
	for from > taken {
		r, n := lastRune(text, from)
		if !unicode15.Space(r) {
			break
		}
		from -= n
	}
	return from
}

// spacesBehind is where the spaces end that begin at to.
func spacesBehind[T string | []byte](text T, to int) int {
	for to < len(text) {
		r, n := nextRune(text, to)
		if !unicode15.Space(r) {
			break
		}
		to += n
	}
	return to
}

// alone says whether no word ends at from and none begins at to.
func alone[T string | []byte](text T, from, to int) bool {
	if from > 0 {
		if r, _ := lastRune(text, from); unicode15.Word(r) {
			return false
		}
	}
	if to < len(text) {
		if r, _ := nextRune(text, to); unicode15.Word(r) {
			return false
		}
	}
	return true
}

// lastRune is the character that ends at byte end.
func lastRune[T string | []byte](text T, end int) (rune, int) {
	var b [utf8.UTFMax]byte
	return utf8.DecodeLastRune(b[:copy(b[:], text[max(0, end-utf8.UTFMax):end])])
}

// nextRune is the character that begins at byte start.
func nextRune[T string | []byte](text T, start int) (rune, int) {
	var b [utf8.UTFMax]byte
	return utf8.DecodeRune(b[:copy(b[:], text[start:min(len(text), start+utf8.UTFMax)])])
}
