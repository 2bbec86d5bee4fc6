package pretokenizer

import (
	"unicode/utf8"

	"github.com/gaze-ml/gaze/internal/unicode15"
)

// sort is how a character is cut.
type sort uint8

const (
	dropped sort = iota // and ends what is before
	alone
	inWord
	inSigns
)

// bert drops spaces and cuts off each punctuation character.
type bert struct{}

// PreTokenize never fails.
func (bert) PreTokenize(s *Splits) error { return s.bySort(&bertASCII, bertSort) }

func bertSort(r rune) sort {
	switch {
	case unicode15.Space(r):
		return dropped
	case unicode15.BertPunctuation(r):
		return alone
	}
	return inWord
}

// words is `\w+|[^\w\s]+`: what is neither is dropped.
type words struct{}

// PreTokenize never fails.
func (words) PreTokenize(s *Splits) error { return s.bySort(&wordsASCII, wordsSort) }

func wordsSort(r rune) sort {
	switch {
	case unicode15.Word(r):
		return inWord
	case unicode15.Space(r):
		return dropped
	}
	return inSigns
}

var bertASCII, wordsASCII = ofASCII(bertSort), ofASCII(wordsSort)

func ofASCII(of func(rune) sort) (list [utf8.RuneSelf]sort) {
	for r := range list {
		list[r] = of(rune(r))
	}
	return list
}

// bySort cuts between characters of different sorts.
func (s *Splits) bySort(ascii *[utf8.RuneSelf]sort, of func(rune) sort) error {
	text := s.Text.Bytes()
	return s.cut(func(start, end int) error {
		before := dropped
		for i := start; i < end; {
			size := 1
			var now sort
			if c := text[i]; c < utf8.RuneSelf {
				now = ascii[c]
			} else {
				var r rune
				r, size = utf8.DecodeRune(text[i:])
				now = of(r)
			}
			if now != before || now == alone {
				if before != dropped {
					s.add(start, i)
				}
				start, before = i, now
			}
			i += size
		}
		if before != dropped {
			s.add(start, end)
		}
		return nil
	})
}
