package pretokenizer

import (
	"unicode/utf8"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/pattern"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/regex"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/settings"
)

// split cuts at the matches of a pattern; invert takes what is between them for
// the matches.
type split struct {
	find     pattern.Pattern
	behavior behavior
	invert   bool
}

func newSplit(s *settings.Settings) *split {
	p := &split{behavior: readBehavior(s, s.String("behavior")), invert: s.Bool("invert")}
	text, regular := s.Expression("pattern")
	if s.Err() != nil {
		return p
	}
	var err error
	if p.find, err = pattern.New(text, regular); err != nil {
		s.Fail("pattern", "%w", err)
	}
	return p
}

// PreTokenize fails as the pattern does.
func (p *split) PreTokenize(s *Splits) error {
	list := pattern.Borrow()
	defer pattern.Return(list)
	text := s.Text.Bytes()
	return s.cut(func(start, end int) (err error) {
		list.Ranges, err = p.find.AppendMatches(list.Ranges[:0], text[start:end])
		s.join(p.behavior, p.invert, start, end, list.Ranges)
		return err
	})
}

// characters finds each character of a sort.
type characters func(rune) bool

// AppendMatches never fails.
func (c characters) AppendMatches(dst []regex.Range, text []byte) ([]regex.Range, error) {
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(text[i:])
		}
		if c(r) {
			dst = append(dst, regex.Range{Start: int32(i), End: int32(i + size)})
		}
		i += size
	}
	return dst, nil
}
