package aligned

import (
	"unicode/utf8"

	"github.com/gaze-ml/gaze/internal/unicode15"
)

// Span is a range of bytes, [Start, End), of the text that was given to Reset.
type Span struct{ Start, End int32 }

// Text is a piece of an original, as it now is, and where each byte of it comes
// from. The zero Text is empty. Its memory is reused: one that has seen texts as
// long as the next allocates nothing.
type Text struct {
	base    int
	bytes   []byte
	spans   []Span // of each byte; not kept while identity
	length  int    // of the original
	moved   bool   // some byte stands for another place than its own
	edit    edit
	changes []unicode15.Change
}

// Reset begins with a piece of an original that begins at byte base of it. A
// byte that is no UTF-8 becomes U+FFFD, which stands for that byte. The piece is
// shorter than 2 GiB.
func (t *Text) Reset(original string, base int) {
	t.base, t.length, t.moved = base, len(original), false
	t.bytes = append(t.bytes[:0], original...)
	if utf8.ValidString(original) {
		return
	}
	t.Begin()
	for t.edit.at < len(t.bytes) {
		r, _ := t.peek()
		t.Put(r, 0)
	}
	t.End()
}

// Bytes is the text as it now is: valid UTF-8, to be read until the next edit.
func (t *Text) Bytes() []byte { return t.bytes }

// Len is the number of bytes of the text as it now is.
func (t *Text) Len() int { return len(t.bytes) }

// Base is the byte of the whole original at which this piece begins.
func (t *Text) Base() int { return t.base }

// Identity reports whether each byte still stands for itself.
func (t *Text) Identity() bool { return !t.moved }

// Original gives the bytes of the whole original, Base included, for which bytes
// [start, end) stand: from where the first begins to where the last ends. Of an
// empty range it is the place at which that would begin.
func (t *Text) Original(start, end int) (from, to int) {
	if !t.moved {
		return t.base + start, t.base + end
	}
	if start >= end {
		at := t.place(start)
		return at, at
	}
	return t.base + int(t.spans[start].Start), t.base + int(t.spans[end-1].End)
}

// place is where in the whole original byte i begins, or the text ends.
func (t *Text) place(i int) int {
	switch {
	case i < len(t.spans):
		return t.base + int(t.spans[i].Start)
	case i > 0:
		return t.base + int(t.spans[i-1].End)
	}
	return t.base + t.length
}
