package aligned

import (
	"unicode/utf8"

	"github.com/gaze-ml/gaze/internal/unicode15"
)

// Changes is empty memory for a list that Transform is given.
func (t *Text) Changes() []unicode15.Change { return t.changes[:0] }

// Unchanged keeps a list that is not needed after all as memory for the next one.
func (t *Text) Unchanged(list []unicode15.Change) { t.changes = list }

// Transform writes the text anew as a list of changes, after dropping its first
// bytes. It keeps the list as memory for the next one.
func (t *Text) Transform(list []unicode15.Change, drop int) {
	t.Begin()
	t.Skip(drop)
	t.PutAll(list)
	t.End()
}

// Filter drops the characters that keep does not want.
func (t *Text) Filter(keep func(rune) bool) {
	t.Each(func(r rune) bool { return !keep(r) }, func(_ rune, size int) { t.Skip(size) })
}

// Map replaces each character by another.
func (t *Text) Map(to func(rune) rune) {
	t.Each(func(r rune) bool { return to(r) != r }, func(r rune, _ int) { t.Put(to(r), 0) })
}

// Each edits a text that holds characters which are found; what do writes takes
// the place of each, and it takes all of its size bytes.
func (t *Text) Each(find func(r rune) bool, do func(r rune, size int)) {
	start, begun := 0, false
	for i := 0; i < len(t.bytes); {
		r, size := rune(t.bytes[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(t.bytes[i:])
		}
		if find(r) {
			if !begun {
				t.Begin()
				begun = true
			}
			t.Keep(i - start)
			do(r, size)
			start = i + size
		}
		i += size
	}
	if begun {
		t.Keep(len(t.bytes) - start)
		t.End()
	}
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
