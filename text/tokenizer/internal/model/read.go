package model

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/jsontext"
)

// file is the fields of a model in tokenizer.json, of all types.
type file struct {
	kind            *string
	tokens          []string
	ids             []int32   // of an object of tokens
	scores          []float64 // of an array of tokens
	merges          [][2]string
	unknown         *string
	prefix, suffix  *string
	unknownID       *int
	longest         *int
	dropout         float64
	fuse, fall, all bool
	has             map[string]bool
	arena           []byte
	ends            []int
}

// FromJSON makes the model that tokenizer.json describes. What this package does
// not do, a dropout for example, is an error that names it. Where the type is
// missing, as in files of old, it is what the fields fit.
func FromJSON(raw json.RawMessage) (Model, error) {
	s := jsontext.New(raw)
	return readThen(s, s.End)
}

// Read is FromJSON of the next value.
func Read(s *jsontext.Scanner) (Model, error) {
	return readThen(s, func() error { return nil })
}

// readThen makes a model of the next value, if what follows is as it should be.
func readThen(s *jsontext.Scanner, follows func() error) (Model, error) {
	f := &file{has: map[string]bool{}}
	if err := f.read(s); err != nil {
		return nil, fmt.Errorf("model: %w", err)
	}
	if err := follows(); err != nil {
		return nil, fmt.Errorf("model: %w", err)
	}
	m, err := f.model()
	if err != nil {
		return nil, fmt.Errorf("model: %w", err)
	}
	return m, nil
}

func (f *file) read(s *jsontext.Scanner) error {
	return s.Object(func(key []byte) error {
		name := string(key)
		f.has[name] = true
		if err := f.field(name, s); err != nil {
			return fmt.Errorf("%q: %w", name, err)
		}
		return nil
	})
}

func (f *file) field(name string, s *jsontext.Scanner) (err error) {
	switch name {
	case "type":
		f.kind, err = text(s)
	case "vocab":
		err = f.vocabulary(s)
	case "merges":
		err = f.pairs(s)
	case "unk_token":
		f.unknown, err = text(s)
	case "continuing_subword_prefix":
		f.prefix, err = text(s)
	case "end_of_word_suffix":
		f.suffix, err = text(s)
	case "unk_id":
		f.unknownID, err = whole(s, largest)
	case "max_input_chars_per_word":
		f.longest, err = whole(s, math.MaxInt)
	case "dropout":
		if !s.Null() {
			f.dropout, err = s.Float()
		}
	case "fuse_unk":
		f.fuse, err = s.Bool()
	case "byte_fallback":
		f.fall, err = s.Bool()
	case "ignore_merges":
		f.all, err = s.Bool()
	default:
		return other(s)
	}
	return err
}

// other reads a field that no model here has: it must be off.
func other(s *jsontext.Scanner) error {
	raw, err := s.Raw()
	if err == nil && string(raw) != "null" && string(raw) != "false" {
		err = s.Errorf("unknown field, and it is %.40s", raw)
	}
	return err
}

func text(s *jsontext.Scanner) (*string, error) {
	if s.Null() {
		return nil, nil
	}
	b, err := s.String()
	t := string(b)
	return &t, err
}

func whole(s *jsontext.Scanner, most int) (*int, error) {
	if s.Null() {
		return nil, nil
	}
	n, err := s.Int(most)
	return &n, err
}
