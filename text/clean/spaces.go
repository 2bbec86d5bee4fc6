package clean

import (
	"unicode/utf8"

	"github.com/gaze-ml/gaze/internal/unicode15"
)

// Spaces makes each stretch of white space one space, and removes that at the ends
// of lines. Line feeds stay, two beside each other at most. It destroys the layout
// of code, verse and tables.
type Spaces struct{}

// Name is "spaces".
func (Spaces) Name() string { return "spaces" }

// Edit squeezes.
func (Spaces) Edit(text string) (string, int) {
	e := editing{text: text}
	for i := 0; i < len(text); {
		if text[i] != ' ' && text[i] > ' ' && text[i] < utf8.RuneSelf {
			i++
			continue
		}
		to, feeds := stretch(text, i)
		if to == i {
			_, n := utf8.DecodeRuneInString(text[i:])
			i += n
			continue
		}
		want := " "
		switch {
		case i == 0 || to == len(text):
			want = ""
		case feeds == 1:
			want = "\n"
		case feeds > 1:
			want = "\n\n"
		}
		if text[i:to] != want {
			e.replace(i, to, want)
		}
		i = to
	}
	return e.result()
}

// stretch is where the white space ends that begins at a byte, and how many line
// feeds are in it.
func stretch(text string, at int) (to, feeds int) {
	for at < len(text) {
		r, n := utf8.DecodeRuneInString(text[at:])
		if !unicode15.Space(r) {
			break
		}
		if r == '\n' {
			feeds++
		}
		at += n
	}
	return at, feeds
}

// Lower makes letters small. It loses what tells names from words.
type Lower struct{}

// Name is "lower".
func (Lower) Name() string { return "lower" }

// Edit makes small.
func (Lower) Edit(text string) (string, int) {
	e := editing{text: text}
	for i, r := range text {
		if r < utf8.RuneSelf {
			if r < 'A' || r > 'Z' {
				continue
			}
		} else if r == utf8.RuneError {
			continue
		}
		if small := unicode15.Lower(r); small != "" {
			e.replace(i, i+utf8.RuneLen(r), small)
		}
	}
	return e.result()
}

// lowered is what Lower makes of a text.
func lowered(text string) string {
	text, _ = Lower{}.Edit(text)
	return text
}
