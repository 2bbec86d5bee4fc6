// Package settings reads the small JSON objects of a tokenizer.json that say what
// a step of it does. The first error sticks, and names the step and the field.
package settings

import (
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/jsontext"
)

// Settings are the fields of one object.
type Settings struct {
	Type   string
	fields map[string]json.RawMessage
	err    error
}

// Read reads an object that has a type.
func Read(raw json.RawMessage) (*Settings, error) {
	s := &Settings{fields: map[string]json.RawMessage{}}
	scanner := jsontext.New(raw)
	err := scanner.Object(func(key []byte) (err error) {
		name := string(key)
		s.fields[name], err = scanner.Raw()
		return err
	})
	if err = errors.Join(err, scanner.End()); err != nil {
		return nil, err
	}
	s.Type = s.String("type")
	return s, s.err
}

// Err is the first error.
func (s *Settings) Err() error { return s.err }

// Fail makes an error of a field the first, unless there is one.
func (s *Settings) Fail(field, format string, args ...any) {
	if s.err == nil {
		s.err = fmt.Errorf("%s: field %q: %w", s.Type, field, fmt.Errorf(format, args...))
	}
}

// Has reports whether the object has a field, null included.
func (s *Settings) Has(field string) bool { return s.fields[field] != nil }

// Null reports whether a field is null or absent.
func (s *Settings) Null(field string) bool {
	return !s.Has(field) || string(s.fields[field]) == "null"
}

// Raw is a field as it is written; it has to be there.
func (s *Settings) Raw(field string) json.RawMessage {
	if !s.Has(field) {
		s.Fail(field, "missing")
	}
	return s.fields[field]
}

// Bool is a field that has to be there.
func (s *Settings) Bool(field string) (b bool) {
	s.read(field, &b, "true or false")
	return b
}

// BoolOr is a field that may be absent.
func (s *Settings) BoolOr(field string, otherwise bool) bool {
	if !s.Has(field) {
		return otherwise
	}
	return s.Bool(field)
}

// String is a field that has to be there.
func (s *Settings) String(field string) string {
	raw := s.Raw(field)
	if s.err != nil {
		return ""
	}
	text, err := jsontext.New(raw).String()
	if err != nil {
		s.Fail(field, "want a string, have %.40s", raw)
	}
	return string(text)
}

// StringOr is a field that may be absent.
func (s *Settings) StringOr(field, otherwise string) string {
	if !s.Has(field) {
		return otherwise
	}
	return s.String(field)
}

// Character is a field of exactly one character, which has to be there.
func (s *Settings) Character(field string) rune {
	text := s.String(field)
	r, size := utf8.DecodeRuneInString(text)
	if size == 0 || size != len(text) {
		s.Fail(field, "want one character, have %q", text)
	}
	return r
}

// Count is a field that may be absent: a whole number from 0 up.
func (s *Settings) Count(field string, otherwise int) int {
	if !s.Has(field) {
		return otherwise
	}
	var n uint32
	s.read(field, &n, "a whole number")
	return int(n)
}

// List is a field that has to be there.
func (s *Settings) List(field string) (list []json.RawMessage) {
	raw := s.Raw(field)
	if s.err != nil {
		return nil
	}
	scanner := jsontext.New(raw)
	if err := scanner.Array(func() error {
		one, err := scanner.Raw()
		list = append(list, one)
		return err
	}); err != nil {
		s.Fail(field, "want a list, have %.40s", raw)
	}
	return list
}

func (s *Settings) read(field string, into any, want string) {
	raw := s.Raw(field)
	if s.err != nil {
		return
	}
	if string(raw) == "null" || json.Unmarshal(raw, into) != nil {
		s.Fail(field, "want %s, have %.40s", want, raw)
	}
}

// Expression is a field {"String": ...} or {"Regex": ...}, which has to be there.
func (s *Settings) Expression(field string) (text string, regular bool) {
	var p struct{ String, Regex *string }
	s.read(field, &p, `{"String": …} or {"Regex": …}`)
	switch {
	case s.err != nil:
	case p.String != nil && p.Regex == nil:
		return *p.String, false
	case p.Regex != nil && p.String == nil:
		return *p.Regex, true
	default:
		s.Fail(field, `want {"String": …} or {"Regex": …}`)
	}
	return "", false
}
