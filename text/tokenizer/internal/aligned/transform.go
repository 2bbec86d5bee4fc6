package aligned

import "unicode/utf8"

// Change is a character and how it replaces what was there, as Put has it.
type Change struct {
	Rune rune
	Step int32
}

// Changes is empty memory for a list that Transform is given.
func (t *Text) Changes() []Change { return t.changes[:0] }

// Transform writes the text anew as a list of changes, after dropping its first
// bytes. It keeps the list as memory for the next one.
func (t *Text) Transform(list []Change, drop int) {
	t.Begin()
	t.Skip(drop)
	for _, c := range list {
		t.Put(c.Rune, int(c.Step))
	}
	t.End()
	t.changes = list
}

// Filter drops the characters that keep does not want.
func (t *Text) Filter(keep func(rune) bool) {
	t.Begin()
	start := 0
	for i := 0; i < len(t.bytes); {
		r, size := rune(t.bytes[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(t.bytes[i:])
		}
		if !keep(r) {
			t.Keep(i - start)
			t.Skip(size)
			start = i + size
		}
		i += size
	}
	t.Keep(len(t.bytes) - start)
	t.End()
}

// Map replaces each character by another.
func (t *Text) Map(to func(rune) rune) {
	t.Begin()
	start := 0
	for i := 0; i < len(t.bytes); {
		r, size := rune(t.bytes[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(t.bytes[i:])
		}
		if m := to(r); m != r {
			t.Keep(i - start)
			t.Put(m, 0)
			start = i + size
		}
		i += size
	}
	t.Keep(len(t.bytes) - start)
	t.End()
}

// Prepend writes a prefix, unless the text is empty. All of it stands for what
// the first character stood for.
func (t *Text) Prepend(prefix string) {
	if len(t.bytes) == 0 || prefix == "" {
		return
	}
	t.Begin()
	t.PutBefore(prefix)
	t.Keep(len(t.bytes) - t.edit.at)
	t.End()
}

// PutBefore writes, during an edit, a prefix before the next character and that
// character.
func (t *Text) PutBefore(prefix string) {
	next, _ := t.peek()
	step := 0
	for _, r := range prefix {
		t.Put(r, step)
		step = 1
	}
	t.Put(next, step)
}
