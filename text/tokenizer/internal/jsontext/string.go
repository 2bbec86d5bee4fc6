package jsontext

import (
	"unicode/utf16"
	"unicode/utf8"
)

// String reads a string. What it gives is valid until the next string is read.
func (s *Scanner) String() ([]byte, error) {
	if s.Peek() != '"' {
		return nil, s.unexpected("a string")
	}
	s.at++
	begin, ascii := s.at, true
	for i := s.at; i < len(s.data); i++ {
		switch c := s.data[i]; {
		case c == '"':
			text := s.data[begin:i]
			if !ascii && !utf8.Valid(text) {
				return nil, s.Errorf("a string that is not UTF-8")
			}
			s.at = i + 1
			return text, nil
		case c == '\\':
			s.buf = append(s.buf[:0], s.data[begin:i]...)
			s.at = i
			return s.escaped()
		case c < ' ':
			s.at = i
			return nil, s.Errorf("control character %#02x in a string", c)
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	s.at = len(s.data)
	return nil, s.unexpected(`"`)
}

// escaped goes on from the first backslash.
func (s *Scanner) escaped() ([]byte, error) {
	for s.at < len(s.data) {
		c := s.data[s.at]
		s.at++
		switch {
		case c == '"':
			if !utf8.Valid(s.buf) {
				return nil, s.Errorf("a string that is not UTF-8")
			}
			return s.buf, nil
		case c == '\\':
			if err := s.escape(); err != nil {
				return nil, err
			}
		case c < ' ':
			return nil, s.Errorf("control character %#02x in a string", c)
		default:
			s.buf = append(s.buf, c)
		}
	}
	return nil, s.unexpected(`"`)
}

func (s *Scanner) escape() error {
	if s.at == len(s.data) {
		return s.unexpected("an escape")
	}
	c := s.data[s.at]
	s.at++
	switch c {
	case '"', '\\', '/':
	case 'b':
		c = '\b'
	case 'f':
		c = '\f'
	case 'n':
		c = '\n'
	case 'r':
		c = '\r'
	case 't':
		c = '\t'
	case 'u':
		return s.codePoint()
	default:
		return s.Errorf(`escape \%c`, c)
	}
	s.buf = append(s.buf, c)
	return nil
}

// codePoint reads what follows \u, and the second half of a pair.
func (s *Scanner) codePoint() error {
	r, err := s.hex()
	if err != nil {
		return err
	}
	if utf16.IsSurrogate(r) {
		if !s.word(`\u`) {
			return s.Errorf(`half a pair of surrogates`)
		}
		low, err := s.hex()
		if err != nil {
			return err
		}
		if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
			return s.Errorf(`half a pair of surrogates`)
		}
	}
	s.buf = utf8.AppendRune(s.buf, r)
	return nil
}

func (s *Scanner) hex() (rune, error) {
	var r rune
	for range 4 {
		if s.at == len(s.data) {
			return 0, s.unexpected("four hexadecimal digits")
		}
		c := s.data[s.at]
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, s.unexpected("four hexadecimal digits")
		}
		s.at++
		r = r<<4 | rune(c)
	}
	return r, nil
}
