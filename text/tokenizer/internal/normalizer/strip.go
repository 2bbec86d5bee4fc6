package normalizer

import (
	"unicode/utf8"

	"github.com/gaze-ml/gaze/internal/unicode15"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/aligned"
)

// strip drops spaces at the ends.
type strip struct{ left, right bool }

// Normalize never fails.
func (s strip) Normalize(t *aligned.Text) error {
	text := t.Bytes()
	start, end := 0, len(text)
	for s.left && start < end {
		r, size := utf8.DecodeRune(text[start:])
		if !unicode15.Space(r) {
			break
		}
		start += size
	}
	for s.right && start < end {
		r, size := utf8.DecodeLastRune(text[:end])
		if !unicode15.Space(r) {
			break
		}
		end -= size
	}
	if start > 0 || end < len(text) {
		t.Begin()
		t.Skip(start)
		t.Keep(end - start)
		t.End()
	}
	return nil
}
