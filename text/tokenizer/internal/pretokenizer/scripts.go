package pretokenizer

import (
	"unicode/utf8"

	"github.com/gaze-ml/gaze/internal/unicode15"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/settings"
)

// scripts cuts between scripts. What goes with any script stays with what is
// before it; at the beginning it is dropped, as the reference does.
type scripts struct{}

// PreTokenize never fails.
func (scripts) PreTokenize(s *Splits) error {
	text := s.Text.Bytes()
	return s.cut(func(start, end int) error {
		var before uint8
		for i := start; i < end; {
			r, size := utf8.DecodeRune(text[i:])
			if now := unicode15.Script(r); now != 0 && now != before {
				if before != 0 {
					s.add(start, i)
				}
				start, before = i, now
			}
			i += size
		}
		if before != 0 {
			s.add(start, end)
		}
		return nil
	})
}

// fixedLength cuts into pieces of so many characters.
type fixedLength int

func newFixedLength(s *settings.Settings) fixedLength {
	n := s.Count("length", 5)
	if n == 0 {
		s.Fail("length", "want 1 or more, have 0")
	}
	return fixedLength(n)
}

// PreTokenize never fails.
func (p fixedLength) PreTokenize(s *Splits) error {
	text := s.Text.Bytes()
	return s.cut(func(start, end int) error {
		n := 0
		for i := start; i < end; {
			if n == int(p) {
				s.add(start, i)
				start, n = i, 0
			}
			_, size := utf8.DecodeRune(text[i:])
			i += size
			n++
		}
		s.add(start, end)
		return nil
	})
}
