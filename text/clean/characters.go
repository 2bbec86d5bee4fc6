package clean

import (
	"unicode/utf8"

	"github.com/gaze-ml/gaze/internal/unicode15"
)

// UTF8 replaces each stretch of bytes that are no UTF-8 by U+FFFD, the replacement
// character. What such bytes meant is lost already; the steps after it need not
// think of them.
type UTF8 struct{}

// Name is "utf8".
func (UTF8) Name() string { return "utf8" }

// Edit replaces.
func (UTF8) Edit(text string) (string, int) {
	e := editing{text: text}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		from := i
		for r == utf8.RuneError && n == 1 {
			i++
			r, n = utf8.DecodeRuneInString(text[i:])
		}
		if i > from {
			e.replace(from, i, "\ufffd")
		} else {
			i += n
		}
	}
	return e.result()
}

// NFC composes characters: a letter and its accents become one character where
// there is one (Unicode Standard Annex 15). Both look the same, and programs that
// obey Unicode treat them so.
type NFC struct{}

// Name is "nfc".
func (NFC) Name() string { return "nfc" }

// Edit composes.
func (NFC) Edit(text string) (string, int) { return form(unicode15.NFC, text) }

// NFKC composes as NFC does, and replaces characters by what they are compatible
// with: ﬁ by fi, ² by 2, Ａ by A, ½ by 1⁄2, … by three points. It changes meanings, as
// in 2², and the full-width punctuation of Chinese.
type NFKC struct{}

// Name is "nfkc".
func (NFKC) Name() string { return "nfkc" }

// Edit replaces and composes.
func (NFKC) Edit(text string) (string, int) { return form(unicode15.NFKC, text) }

// form counts the stretches that were not in the form.
func form(f unicode15.Form, text string) (string, int) {
	if ascii(text) {
		return text, 0
	}
	rest := []byte(text)
	e := editing{text: text}
	var become []byte
	for at := 0; len(rest) > 0; {
		n := f.Stable(rest)
		at, rest = at+n, rest[n:]
		n = f.Unstable(rest)
		become = f.Append(become[:0], rest[:n])
		if string(become) != text[at:at+n] {
			e.replace(at, at+n, string(become))
		}
		at, rest = at+n, rest[n:]
	}
	return e.result()
}

// ascii reports whether a text has characters of ASCII only.
func ascii(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Controls removes control characters. Those that part lines and columns (tab aside,
// which stays, as line feeds do) become a space, and a carriage return before the
// end of a line is removed, which makes Windows' lines Unix's.
type Controls struct{}

// Name is "controls".
func (Controls) Name() string { return "controls" }

// Edit removes.
func (Controls) Edit(text string) (string, int) {
	e := editing{text: text}
	for i, r := range text {
		if r >= ' ' && r < 0x7F || r >= 0xA0 || r == '\t' || r == '\n' || !unicode15.Control(r) {
			continue
		}
		to := i + utf8.RuneLen(r)
		switch {
		case r == '\r' && (to == len(text) || text[to] == '\n' || text[to] == '\r'):
			e.replace(i, to, "")
		case r == '\r' || r == '\v' || r == '\f' || r == 0x85:
			e.replace(i, to, " ")
		default:
			e.replace(i, to, "")
		}
	}
	return e.result()
}

// Invisible removes characters that cannot be seen and that part or order what is
// beside them: byte order marks, zero-width spaces, word joiners, soft hyphens, marks
// of writing direction. Those between letters of scripts that are written with them
// stay: the joiners of Persian, Indic scripts and emoji.
type Invisible struct{}

// Name is "invisible".
func (Invisible) Name() string { return "invisible" }

// Edit removes.
func (Invisible) Edit(text string) (string, int) {
	e := editing{text: text}
	for i, r := range text {
		if r < 0xAD || !invisible(r) {
			continue
		}
		to := i + utf8.RuneLen(r)
		if r == 0x200C || r == 0x200D { // a joiner
			before, _ := utf8.DecodeLastRuneInString(text[:i])
			after, _ := utf8.DecodeRuneInString(text[to:])
			if joined(before) && joined(after) {
				continue
			}
		}
		e.replace(i, to, "")
	}
	return e.result()
}

func invisible(r rune) bool {
	switch {
	case r == 0xAD, r == 0xFEFF, r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x2064,
		r >= 0x2066 && r <= 0x206F:
		return true
	}
	return false
}

// joined reports whether joiners mean something beside a character: whether it is
// neither Latin nor Han nor a space, or the like, nor another invisible one.
func joined(r rune) bool {
	if r < 0x300 || r == utf8.RuneError || unicode15.Space(r) || unicode15.Punctuation(r) || invisible(r) {
		return false
	}
	for _, s := range unjoined {
		if unicode15.In(s.characters, r) {
			return false
		}
	}
	return true
}

// unjoined are scripts that are written without joiners.
var unjoined = scriptsNamed("Latin", "Han", "Greek", "Cyrillic")
