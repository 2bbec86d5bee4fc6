package aligned

import "unicode/utf8"

// edit is what is being made of a text: what stands in source is read from at
// on, and what shall stand there is written to bytes.
type edit struct {
	bytes []byte
	spans []Span
	at    int  // the next byte of the source
	moved bool // spans are kept; while not, at is len(bytes)
}

// Begin begins an edit. Until End, the text is the source that it was, from
// which Keep, Skip and Put take one character after the other.
func (t *Text) Begin() {
	e := &t.edit
	e.at, e.moved = 0, t.moved
	e.bytes, e.spans = e.bytes[:0], e.spans[:0]
}

// End makes what was written the text. What was not taken of the source is
// dropped.
func (t *Text) End() {
	e := &t.edit
	t.bytes, e.bytes = e.bytes, t.bytes
	t.spans, e.spans = e.spans, t.spans
	t.moved = e.moved
}

// At is the next byte of the source.
func (t *Text) At() int { return t.edit.at }

// Written is how many bytes have been written since Begin.
func (t *Text) Written() int { return len(t.edit.bytes) }

// Keep takes n bytes, whole characters, as they are.
func (t *Text) Keep(n int) {
	e := &t.edit
	e.bytes = append(e.bytes, t.bytes[e.at:e.at+n]...)
	if e.moved {
		e.spans = t.appendSpans(e.spans, e.at, e.at+n)
	}
	e.at += n
}

// Skip takes n bytes, whole characters, and drops them.
func (t *Text) Skip(n int) {
	e := &t.edit
	if n > 0 && !e.moved {
		e.move(t)
	}
	e.at += n
}

// Put writes a character. If change is 0 or less it replaces the next of the
// source and stands for what that stood for, and as many further characters as
// change is below 0 are dropped; otherwise it is new, and stands for what the
// byte before the next one of the source stands for, or for nothing before all.
func (t *Text) Put(r rune, change int) {
	e := &t.edit
	if change > 0 {
		if !e.moved {
			e.move(t)
		}
		e.write(r, t.before(e.at))
		return
	}
	_, size := t.peek()
	if !e.moved && size != utf8.RuneLen(r) {
		e.move(t)
	}
	e.write(r, t.span(e.at))
	e.at += size
	for ; change < 0; change++ {
		_, size = t.peek()
		t.Skip(size)
	}
}

// write appends a character that stands for a span.
func (e *edit) write(r rune, s Span) {
	n := len(e.bytes)
	if uint32(r) < utf8.RuneSelf {
		e.bytes = append(e.bytes, byte(r))
	} else {
		e.bytes = utf8.AppendRune(e.bytes, r)
	}
	if e.moved {
		for range len(e.bytes) - n {
			e.spans = append(e.spans, s)
		}
	}
}

// peek is the next character of the source, of size 0 at its end.
func (t *Text) peek() (rune, int) {
	at := t.edit.at
	if at < len(t.bytes) && t.bytes[at] < utf8.RuneSelf {
		return rune(t.bytes[at]), 1
	}
	return utf8.DecodeRune(t.bytes[at:])
}

// move begins to keep spans: what has been written so far stands for itself.
func (e *edit) move(t *Text) {
	e.moved = true
	e.spans = identity(e.spans[:0], t.bytes, 0, len(e.bytes))
}
