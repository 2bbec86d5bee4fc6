package segment

import (
	"unicode/utf8"

	"github.com/gaze-ml/gaze/internal/unicode15"
)

// kind is what an atom is.
type kind uint8

const (
	blank  kind = iota // white space, which is no part of a word
	mark               // a punctuation mark, a symbol, or what else is no letter
	single             // a character of a script that writes no spaces
	run                // letters and digits of other scripts
)

// atom is what is never cut: text[from:to].
type atom struct {
	from, to int
	kind     kind
	symbol   rune // what stands for it in a model: the character, or the kind of run
}

// The symbols of runs: private characters, which no text has a meaning for.
const (
	letters rune = 0xF0000 + iota // a run of letters
	digits                        // of digits
	mixture                       // of both, or with marks inside
	edge                          // beyond the ends of a text
)

// atoms are those of a text but its white space, and beside them which of them
// white space comes before: a word cannot reach over it.
func atoms(text string) (list []atom, parted []bool) {
	part := true
	for at := 0; at < len(text); {
		a := nextAtom(text, at)
		at = a.to
		if a.kind == blank {
			part = true
			continue
		}
		list, parted = append(list, a), append(parted, part)
		part = false
	}
	return list, parted
}

// nextAtom is the one that begins at a byte of the text.
func nextAtom(text string, at int) atom {
	r, n := utf8.DecodeRuneInString(text[at:])
	a := atom{from: at, to: at + n, symbol: r}
	switch {
	case space(r):
		a.kind = blank
	case unspaced(r):
		a.kind = single
	case letter(r) || number(r):
		a.kind = run
		a.to, a.symbol = endRun(text, at)
	default:
		a.kind = mark
	}
	return a
}

// endRun is the end and the symbol of the run that begins at a byte: letters, digits
// and the marks on them; joiners such as the point of 3.14 between two of them; a
// percent sign after digits.
func endRun(text string, at int) (to int, symbol rune) {
	hasLetter, hasDigit, hasMark := false, false, false
	for at < len(text) {
		r, n := utf8.DecodeRuneInString(text[at:])
		switch {
		case unspaced(r):
			n = 0
		case letter(r):
			hasLetter = true
		case number(r):
			hasDigit = true
		case unicode15.Mark(r):
		case joins(r) && alike(text[at+n:]):
			hasMark = true
		case (r == '%' || r == '％') && hasDigit && !hasLetter:
			at, n = at+n, 0
		default:
			n = 0
		}
		if n == 0 {
			break
		}
		at += n
	}
	switch {
	case hasLetter && !hasDigit && !hasMark:
		return at, letters
	case hasDigit && !hasLetter:
		return at, digits
	}
	return at, mixture
}

// alike reports whether a text begins with a letter or digit of a run.
func alike(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return (letter(r) || number(r)) && !unspaced(r)
}

// joins are the marks that stay inside a run when between letters or digits.
func joins(r rune) bool {
	switch r {
	case '\'', '’', '-', '.', ',', ':', '/', '_', '·', '&':
		return true
	}
	return false
}

// unspaced reports whether a character is of a script whose words have no spaces
// between them: Han, the two Kana, Thai, Lao, Khmer, Myanmar.
func unspaced(r rune) bool {
	if r >= 0x4E00 && r <= 0x9FFF {
		return true
	}
	if r <= 0xE00 {
		return false
	}
	for _, characters := range unspacedScripts {
		if unicode15.In(characters, r) {
			return true
		}
	}
	return false
}

var unspacedScripts = classes("Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar")

func classes(names ...string) [][]unicode15.Range {
	list := make([][]unicode15.Range, len(names))
	for i, name := range names {
		characters, found := unicode15.Named(name)
		if !found {
			panic("segment: there is no script " + name)
		}
		list[i] = characters
	}
	return list
}

func space(r rune) bool  { return unicode15.Space(r) || r == 0x200B }
func letter(r rune) bool { return unicode15.Letter(r) }
func number(r rune) bool { return unicode15.Number(r) }
