package clean

import (
	"unicode/utf8"

	"github.com/gaze-ml/gaze/internal/unicode15"
)

// HalfWidth makes letters and digits that are as wide as Chinese characters narrow,
// Ａ１ → A1, and narrow Katakana and Hangul wide, ｶﾞ → ガ. With Punctuation it also
// makes marks narrow, ，！ → ,!, and the wide space; Chinese writes those wide, so
// that is off at first.
type HalfWidth struct {
	Punctuation bool
}

// Name is "halfwidth".
func (HalfWidth) Name() string { return "halfwidth" }

// Edit changes widths.
func (h HalfWidth) Edit(text string) (string, int) {
	e := editing{text: text}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case wideASCII(r) && (h.Punctuation || alphanumeric(r-0xFEE0)):
			e.replace(i, i+n, string(r-0xFEE0))
		case h.Punctuation && r == 0x3000:
			e.replace(i, i+n, " ")
		case narrowLetter(r) || h.Punctuation && (r >= 0xFFE0 && r <= 0xFFE6 || narrowMark(r)):
			to := i + n
			for to < len(text) { // a sound mark joins the letter before it
				next, m := utf8.DecodeRuneInString(text[to:])
				if next != 0xFF9E && next != 0xFF9F {
					break
				}
				to += m
			}
			e.replace(i, to, string(unicode15.NFKC.Append(nil, []byte(text[i:to]))))
			n = to - i
		}
		i += n
	}
	return e.result()
}

// wideASCII are the wide twins of ASCII.
func wideASCII(r rune) bool { return r >= 0xFF01 && r <= 0xFF5E }

// narrowMark are the narrow twins of Japanese punctuation.
func narrowMark(r rune) bool { return r >= 0xFF61 && r <= 0xFF65 }

// narrowLetter are those of Katakana and Hangul.
func narrowLetter(r rune) bool {
	return r >= 0xFF66 && r <= 0xFF9F || r >= 0xFFA0 && r <= 0xFFDC && unicode15.Letter(r)
}

func alphanumeric(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// FullWidth makes all of ASCII as wide as Chinese characters: what
// HalfWidth{Punctuation: true} undoes.
type FullWidth struct{}

// Name is "fullwidth".
func (FullWidth) Name() string { return "fullwidth" }

// Edit makes wide.
func (FullWidth) Edit(text string) (string, int) {
	e := editing{text: text}
	for i := range len(text) {
		switch b := text[i]; {
		case b == ' ':
			e.replace(i, i+1, "\u3000")
		case b > ' ' && b < 0x7F:
			e.replace(i, i+1, string(rune(b)+0xFEE0))
		}
	}
	return e.result()
}
