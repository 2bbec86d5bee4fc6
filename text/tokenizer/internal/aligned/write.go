package aligned

import (
	"unicode/utf8"

	"github.com/gaze-ml/gaze/internal/unicode15"
)

// PutAll writes changes during an edit, and keeps the list as the memory that
// Changes gives.
func (t *Text) PutAll(list []unicode15.Change) {
	for _, c := range list {
		t.Put(c.Rune, int(c.Step))
	}
	t.changes = list
}

// PutString writes, during an edit, text that replaces the next character.
func (t *Text) PutString(text string) {
	step := 0
	for _, r := range text {
		t.Put(r, step)
		step = 1
	}
}

// PutBefore writes, during an edit, a prefix before the next character and that
// character. All of it stands for what that stood for.
func (t *Text) PutBefore(prefix string) {
	next, _ := t.peek()
	t.PutString(prefix)
	t.Put(next, 1)
}

// Insert writes, during an edit, text that is new.
func (t *Text) Insert(text string) {
	for _, r := range text {
		t.Put(r, 1)
	}
}

// PutBytes takes, during an edit, n bytes of whole characters and writes each byte
// as GPT-2's character for it, which stands for what the byte stood for.
func (t *Text) PutBytes(n int) {
	for end := t.edit.at + n; t.edit.at < end; {
		from, to := t.edit.at, t.edit.at
		for to < end && letters[t.bytes[to]].size == 1 {
			to++
		}
		t.Keep(to - from)
		for t.edit.at < end {
			l := letters[t.bytes[t.edit.at]]
			if l.size == 1 {
				break
			}
			t.putLetter(l)
		}
	}
}

// putLetter writes a character of two bytes for the next byte.
func (t *Text) putLetter(l letter) {
	e := &t.edit
	if !e.moved {
		e.move(t)
	}
	s := t.span(e.at - t.within(e.at))
	e.bytes = append(e.bytes, l.text[0], l.text[1])
	e.spans = append(e.spans, s, s)
	e.at++
}

// within is how many bytes of its character are before byte i.
func (t *Text) within(i int) int {
	n := 0
	for !utf8.RuneStart(t.bytes[i-n]) {
		n++
	}
	return n
}

// letter is GPT-2's character for a byte, of one or two bytes itself.
type letter struct {
	text [2]byte
	size uint8
}

// letters are those of each byte: itself if Latin-1 has something to be seen
// there, or else the next character from U+0100 on.
var letters = func() (list [256]letter) {
	next := rune(0x100)
	for b := range list {
		r := rune(b)
		if !('!' <= r && r <= '~' || 0xA1 <= r && r <= 0xAC || 0xAE <= r) {
			r = next
			next++
		}
		list[b].size = uint8(utf8.EncodeRune(list[b].text[:], r))
	}
	return list
}()
