package decoder

import (
	"strings"
	"unicode/utf8"
)

// SentencePiece decodes as SentencePiece does: ▁ is a space, <0xNN> a byte, and
// the unknown piece is shown by a sign.
type SentencePiece struct {
	Unknown, Surface string // the unknown piece, and its sign
	DropFirst        bool   // the space before the text is not shown
	DropAll          bool   // none is shown before there is other text
	ByteFallback     bool
}

func (d SentencePiece) step(next sink) sink { return &sentencePieceStep{SentencePiece: d, next: next} }

type sentencePieceStep struct {
	SentencePiece
	next        sink
	held        []byte // the beginning of a character
	some, drops bool   // something was shown; a space was dropped
}

func (s *sentencePieceStep) piece(text string, _ bool) {
	if s.ByteFallback {
		if b, is := hexByte(text); is {
			s.held = append(s.held, b)
			s.show(s.taken(wholeCharacters(s.held)))
			return
		}
	}
	s.show(s.taken(len(s.held)))
	if text == s.Unknown {
		s.show(s.Surface)
		return
	}
	if !s.some && !s.drops && s.DropFirst {
		var found bool
		text, found = strings.CutPrefix(text, "▁")
		s.drops = found && !s.DropAll
	}
	s.show(strings.ReplaceAll(text, "▁", " "))
}

// taken takes n of the bytes that are held as text, with U+FFFD for each that is
// no UTF-8.
func (s *sentencePieceStep) taken(n int) string {
	var text strings.Builder
	for b := s.held[:n]; len(b) > 0; {
		r, size := utf8.DecodeRune(b)
		text.WriteRune(r)
		b = b[size:]
	}
	s.held = append(s.held[:0], s.held[n:]...)
	return text.String()
}

func (s *sentencePieceStep) show(text string) {
	s.some = s.some || text != ""
	s.next.piece(text, true)
}

func (s *sentencePieceStep) end() {
	s.show(s.taken(len(s.held)))
	s.next.end()
}
