package clean

import (
	"unicode/utf8"

	"github.com/gaze-ml/gaze/internal/unicode15"
)

// RepeatedCharacters shortens a character that comes more than Most times in a row,
// as in "sooooooo", "！！！！！！" and "---------", to Most of them. Digits and spaces are
// left alone: 1000000 is a number.
type RepeatedCharacters struct {
	Most int // below 1: 3
}

// Name is "repeats".
func (RepeatedCharacters) Name() string { return "repeats" }

// Edit shortens.
func (c RepeatedCharacters) Edit(text string) (string, int) {
	most := c.Most
	if most < 1 {
		most = 3
	}
	e := editing{text: text}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		to, count := i+n, 1
		for ; to+n <= len(text) && text[to:to+n] == text[i:i+n]; to += n {
			count++
		}
		if count > most && !unicode15.Digit(r) && !unicode15.Space(r) {
			e.replace(i+most*n, to, "")
		}
		i = to
	}
	return e.result()
}

// RepeatedLines drops a text that is the same as the one before it, as uniq does.
// Empty ones stay.
type RepeatedLines struct {
	before string
}

// Name is "repeated-lines".
func (*RepeatedLines) Name() string { return "repeated-lines" }

// Keep compares.
func (l *RepeatedLines) Keep(text string) bool {
	same := text != "" && text == l.before
	l.before = text
	return !same
}

// Empty drops texts that have nothing but white space.
type Empty struct{}

// Name is "empty".
func (Empty) Name() string { return "empty" }

// Keep looks for anything else.
func (Empty) Keep(text string) bool {
	for _, r := range text {
		if !unicode15.Space(r) {
			return true
		}
	}
	return false
}
