package unicode15

import "unicode/utf8"

// Form is a normalization form (Unicode Standard Annex 15).
type Form uint8

// The four forms. K replaces what is only compatible as well.
const (
	NFC Form = iota
	NFD
	NFKC
	NFKD
)

func (f Form) composes() bool   { return f == NFC || f == NFKC }
func (f Form) compatible() bool { return f == NFKC || f == NFKD }

// changing are the flags of what may not stay as it is in each form.
var changing = [...]uint16{
	NFC:  recomposes | second,
	NFD:  decomposes,
	NFKC: recomposesCompatibly | second,
	NFKD: decomposesCompatibly,
}

// Change is a character and how it replaces what was there: Step is 0 for one
// that replaces the next, 1 for one that is new, -n for one that replaces the
// next and n others.
type Change struct {
	Rune rune
	Step int32
}

// Stable is how many bytes of s, from its beginning, surely are in the form
// already, whatever follows.
func (f Form) Stable(s []byte) int {
	start := 0 // of the last character that begins anew
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			start = i
			i++
			continue
		}
		r, size := utf8.DecodeRune(s[i:])
		if d := lookUp(r); d.class != 0 || d.flags&changing[f] != 0 {
			if f.composes() {
				return start
			}
			return i
		}
		start = i
		i += size
	}
	return len(s)
}

// Unstable is how many bytes of s, which begins where Stable ended, have to be
// looked at together.
func (f Form) Unstable(s []byte) int {
	seen := false
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRune(s[i:])
		d := lookUp(r)
		stays := d.class == 0 && d.flags&changing[f] == 0
		if stays && seen {
			return i
		}
		seen = seen || !stays
		i += size
	}
	return len(s)
}

// AppendChanges appends what s becomes, character by character, and how.
func (f Form) AppendChanges(dst []Change, s []byte) []Change {
	begin := len(dst)
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRune(s[i:])
		dst = f.decompose(dst, r)
		i += size
	}
	order(dst[begin:])
	if f.composes() {
		n := compose(dst[begin:])
		dst = dst[:begin+n]
	}
	return dst
}

// Append appends s in the form.
func (f Form) Append(dst, s []byte) []byte {
	var memory [64]Change
	changes := memory[:0]
	for len(s) > 0 {
		n := f.Stable(s)
		dst = append(dst, s[:n]...)
		s = s[n:]
		n = f.Unstable(s)
		changes = f.AppendChanges(changes[:0], s[:n])
		for _, c := range changes {
			dst = utf8.AppendRune(dst, c.Rune)
		}
		s = s[n:]
	}
	return dst
}
