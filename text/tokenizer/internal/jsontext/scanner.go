package jsontext

import (
	"fmt"
	"unicode/utf8"
)

// Scanner reads one JSON value after the other.
type Scanner struct {
	data  []byte
	at    int
	depth int
	buf   []byte // a string without its escapes
}

const deepest = 128 // nesting of values that are skipped or read

// New reads data.
func New(data []byte) *Scanner { return &Scanner{data: data} }

// Errorf is an error that says where the scanner is.
func (s *Scanner) Errorf(format string, args ...any) error {
	return fmt.Errorf("byte %d: %w", s.at, fmt.Errorf(format, args...))
}

// Peek is the first byte of the next value, 0 at the end: { [ " t f n - or a digit.
func (s *Scanner) Peek() byte {
	for s.at < len(s.data) {
		switch c := s.data[s.at]; c {
		case ' ', '\t', '\n', '\r':
			s.at++
		default:
			return c
		}
	}
	return 0
}

// Object reads an object: each is called with every key, valid until the next
// string is read, and reads the value.
func (s *Scanner) Object(each func(key []byte) error) error {
	return s.list('{', '}', func() error {
		key, err := s.String()
		if err != nil {
			return err
		}
		if err := s.punctuation(':'); err != nil {
			return err
		}
		return each(key)
	})
}

// Array reads an array: each is called before every element, and reads it.
func (s *Scanner) Array(each func() error) error { return s.list('[', ']', each) }

func (s *Scanner) list(open, shut byte, each func() error) error {
	if err := s.punctuation(open); err != nil {
		return err
	}
	if s.depth++; s.depth > deepest {
		return s.Errorf("nested more than %d deep", deepest)
	}
	for first := true; ; first = false {
		if s.Peek() == shut && first {
			break
		}
		if err := each(); err != nil {
			return err
		}
		if s.Peek() == shut {
			break
		}
		if err := s.punctuation(','); err != nil {
			return err
		}
	}
	s.at++
	s.depth--
	return nil
}

func (s *Scanner) punctuation(c byte) error {
	if s.Peek() != c {
		return s.unexpected(fmt.Sprintf("%q", c))
	}
	s.at++
	return nil
}

func (s *Scanner) unexpected(want string) error {
	if s.Peek() == 0 {
		return s.Errorf("the text ends: want %s", want)
	}
	r, _ := utf8.DecodeRune(s.data[s.at:])
	return s.Errorf("%q: want %s", r, want)
}

// Null reads null if it is next, and says whether it was.
func (s *Scanner) Null() bool { return s.Peek() == 'n' && s.word("null") }

// Bool reads true or false.
func (s *Scanner) Bool() (bool, error) {
	switch s.Peek() {
	case 't':
		if s.word("true") {
			return true, nil
		}
	case 'f':
		if s.word("false") {
			return false, nil
		}
	}
	return false, s.unexpected("true or false")
}

func (s *Scanner) word(w string) bool {
	if len(s.data)-s.at < len(w) || string(s.data[s.at:s.at+len(w)]) != w {
		return false
	}
	s.at += len(w)
	return true
}

// Raw reads any value, and gives its bytes, which belong to the data.
func (s *Scanner) Raw() ([]byte, error) {
	c := s.Peek()
	begin := s.at
	var err error
	switch {
	case c == '{':
		err = s.Object(func([]byte) error { _, err := s.Raw(); return err })
	case c == '[':
		err = s.Array(func() error { _, err := s.Raw(); return err })
	case c == '"':
		_, err = s.String()
	case c == 't', c == 'f':
		_, err = s.Bool()
	case c == 'n' && s.Null():
	case c == '-', '0' <= c && c <= '9':
		_, err = s.number()
	default:
		err = s.unexpected("a value")
	}
	return s.data[begin:s.at], err
}

// End says that nothing follows.
func (s *Scanner) End() error {
	if s.Peek() != 0 || s.at < len(s.data) {
		return s.unexpected("the end")
	}
	return nil
}
