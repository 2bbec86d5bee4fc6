package decoder

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// fuse makes one token of all.
type fuse struct{}

func (fuse) step(next sink) sink { return &fuseStep{next} }

type fuseStep struct{ next sink }

func (f *fuseStep) piece(text string, _ bool) { f.next.piece(text, false) }

func (f *fuseStep) end() {
	f.next.piece("", true)
	f.next.end()
}

// metaspace makes spaces of the letter that stands for them, and nothing of that
// in the first token.
type metaspace struct {
	letter string
	keep   bool // in the first token too
}

func newMetaspace(raw json.RawMessage) (Decoder, error) {
	var file struct {
		Replacement string  `json:"replacement"`
		Prefix      *bool   `json:"add_prefix_space"`
		Scheme      *string `json:"prepend_scheme"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, err
	}
	if utf8.RuneCountInString(file.Replacement) != 1 {
		return nil, fmt.Errorf("replacement is %q: want one character", file.Replacement)
	}
	m := metaspace{letter: file.Replacement}
	if file.Scheme != nil {
		switch *file.Scheme {
		case "always", "first":
		case "never":
			m.keep = true
		default:
			return nil, fmt.Errorf(`prepend_scheme is %q: want "always", "first" or "never"`, *file.Scheme)
		}
	}
	if file.Prefix != nil && !*file.Prefix {
		if !m.keep && file.Scheme != nil {
			return nil, errors.New("add_prefix_space is false, but prepend_scheme is not never")
		}
		m.keep = true
	}
	return m, nil
}

func (m metaspace) step(next sink) sink {
	return &metaspaceStep{metaspace: m, next: next, first: !m.keep}
}

type metaspaceStep struct {
	metaspace
	next  sink
	first bool
}

func (m *metaspaceStep) piece(text string, last bool) {
	space := " "
	if m.first {
		space = ""
	}
	m.first = m.first && !last
	m.next.piece(strings.ReplaceAll(text, m.letter, space), last)
}

func (m *metaspaceStep) end() { m.next.end() }

// strip takes up to a number of a letter from the ends of every token.
type strip struct {
	letter      rune
	start, stop int
}

func newStrip(raw json.RawMessage) (Decoder, error) {
	var file struct {
		Content string `json:"content"`
		Start   *int   `json:"start"`
		Stop    *int   `json:"stop"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, err
	}
	if utf8.RuneCountInString(file.Content) != 1 {
		return nil, fmt.Errorf("content is %q: want one character", file.Content)
	}
	if file.Start == nil || file.Stop == nil || *file.Start < 0 || *file.Stop < 0 {
		return nil, errors.New("want start and stop, 0 or more")
	}
	r, _ := utf8.DecodeRuneInString(file.Content)
	return strip{r, *file.Start, *file.Stop}, nil
}

func (s strip) step(next sink) sink { return &stripStep{strip: s, next: next, left: s.start} }

type stripStep struct {
	strip
	next sink
	left int // letters that may still be taken from this token's start
	held int // letters that may turn out to be its end
}

func (s *stripStep) piece(text string, last bool) {
	for s.left > 0 && text != "" {
		r, n := utf8.DecodeRuneInString(text)
		if r != s.letter {
			s.left = 0
			break
		}
		s.left--
		text = text[n:]
	}
	letter := string(s.letter)
	body := text
	for strings.HasSuffix(body, letter) {
		body = body[:len(body)-len(letter)]
	}
	ends := (len(text) - len(body)) / len(letter)
	if body != "" {
		body, s.held = strings.Repeat(letter, s.held)+body, 0
	}
	s.held += ends
	keep := s.held - s.stop
	if last {
		keep = max(keep, 0)
		s.held, s.left = 0, s.start
	} else if keep = max(keep, 0); keep > 0 {
		s.held -= keep
	}
	s.next.piece(body+strings.Repeat(letter, keep), last)
}

func (s *stripStep) end() { s.next.end() }
