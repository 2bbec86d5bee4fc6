package normalizer

import (
	"unicode/utf8"

	"github.com/gaze-ml/gaze/internal/unicode15"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/aligned"
)

// lowercase lowers each character without regard to its neighbours.
type lowercase struct{}

// Normalize never fails.
func (lowercase) Normalize(t *aligned.Text) error {
	t.Each(upper, func(r rune, _ int) { t.PutString(unicode15.Lower(r)) })
	return nil
}

func upper(r rune) bool {
	if r < utf8.RuneSelf {
		return 'A' <= r && r <= 'Z'
	}
	return unicode15.Lower(r) != ""
}

// stripAccents drops marks; it does not take letters apart first.
type stripAccents struct{}

// Normalize never fails.
func (stripAccents) Normalize(t *aligned.Text) error {
	t.Filter(func(r rune) bool { return !unicode15.Accent(r) })
	return nil
}

// nmt drops control characters and makes other spaces, and what is not seen,
// spaces.
type nmt struct{}

// Normalize never fails.
func (nmt) Normalize(t *aligned.Text) error {
	t.Filter(func(r rune) bool { return !unicode15.NmtRemoved(r) })
	t.Map(func(r rune) rune {
		if unicode15.NmtSpace(r) {
			return ' '
		}
		return r
	})
	return nil
}

// prepend writes a prefix before what is not empty.
type prepend string

// Normalize never fails.
func (p prepend) Normalize(t *aligned.Text) error {
	t.Prepend(string(p))
	return nil
}

// byteLevel writes each byte as GPT-2's character for it.
type byteLevel struct{}

// Normalize never fails.
func (byteLevel) Normalize(t *aligned.Text) error {
	t.Begin()
	t.PutBytes(t.Len())
	t.End()
	return nil
}
