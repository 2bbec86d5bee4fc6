package weights

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

// A reader walks JSON of a known form token by token, because encoding/json
// takes what must be refused here: keys given twice, text after the end, bytes
// that are not UTF-8. Nothing nests deeper than the form says.
type reader struct{ *json.Decoder }

func newReader(text []byte) (reader, error) {
	if !utf8.Valid(text) {
		return reader{}, errors.New("is not UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return reader{d}, nil
}

// object reads { key: value, ... }, the values by field.
func (r reader) object(field func(key string) error) error {
	if err := r.want('{', "an object"); err != nil {
		return err
	}
	seen := map[string]bool{}
	for r.More() {
		t, err := r.token()
		if err != nil {
			return err
		}
		key, ok := t.(string)
		if !ok {
			return fmt.Errorf("key %v is no string", t)
		}
		if seen[key] {
			return fmt.Errorf("%q is given twice", key)
		}
		seen[key] = true
		if err := field(key); err != nil {
			return fmt.Errorf("%q: %w", key, err)
		}
	}
	return r.want('}', "the end of the object")
}

// sizes reads [n, n, ...], each a whole number that an int holds.
func (r reader) sizes() ([]int, error) {
	if err := r.want('[', "a list of sizes"); err != nil {
		return nil, err
	}
	list := []int{}
	for r.More() {
		t, err := r.token()
		if err != nil {
			return nil, err
		}
		n, err := size(t)
		if err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	return list, r.want(']', "the end of the list")
}

func size(t json.Token) (int, error) {
	number, ok := t.(json.Number)
	if !ok {
		return 0, fmt.Errorf("%v is no size", t)
	}
	n, err := strconv.ParseUint(string(number), 10, strconv.IntSize-1)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return 0, fmt.Errorf("%v overflows", t)
	case err != nil:
		return 0, fmt.Errorf("%v is no size", t)
	}
	return int(n), nil
}

// text reads a string.
func (r reader) text() (string, error) {
	t, err := r.token()
	if err != nil {
		return "", err
	}
	s, ok := t.(string)
	if !ok {
		return "", fmt.Errorf("%v, want a string", t)
	}
	return s, nil
}

// end makes sure that nothing but white space follows.
func (r reader) end() error {
	if t, err := r.Token(); err != io.EOF {
		return fmt.Errorf("%v after the end of the object", first(t, err))
	}
	return nil
}

func (r reader) want(d json.Delim, what string) error {
	t, err := r.token()
	if err != nil {
		return err
	}
	if t != d {
		return fmt.Errorf("%v, want %s", t, what)
	}
	return nil
}

func (r reader) token() (json.Token, error) {
	t, err := r.Token()
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, errors.New("ends too early")
	}
	return t, err
}

func first(t json.Token, err error) any {
	if err != nil {
		return err
	}
	return t
}
