package model

import (
	"bytes"
	"strings"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/jsontext"
)

// vocabulary reads an object of tokens and ids, or an array of tokens and scores.
func (f *file) vocabulary(s *jsontext.Scanner) error {
	f.tokens, f.ids, f.scores = nil, []int32{}, nil
	if s.Peek() == '[' {
		f.ids = nil
		if err := s.Array(func() error { return f.scored(s) }); err != nil {
			return err
		}
	} else if err := s.Object(func(key []byte) error {
		f.append(key)
		id, err := s.Int(largest)
		f.ids = append(f.ids, int32(id))
		return err
	}); err != nil {
		return err
	}
	f.tokens = f.take()
	return nil
}

// scored reads a token and its score.
func (f *file) scored(s *jsontext.Scanner) error {
	n := 0
	err := s.Array(func() error {
		n++
		switch n {
		case 1:
			token, err := s.String()
			f.append(token)
			return err
		case 2:
			score, err := s.Float()
			f.scores = append(f.scores, score)
			return err
		}
		return s.Errorf("more than a token and its score")
	})
	if err == nil && n != 2 {
		err = s.Errorf("less than a token and its score")
	}
	return err
}

// append and take keep all strings of a list in one.
func (f *file) append(token []byte) {
	f.arena = append(f.arena, token...)
	f.ends = append(f.ends, len(f.arena))
}

func (f *file) take() []string {
	all, begin := string(f.arena), 0
	tokens := make([]string, len(f.ends))
	for i, end := range f.ends {
		tokens[i], begin = all[begin:end], end
	}
	f.arena, f.ends = f.arena[:0], f.ends[:0]
	return tokens
}

// pairs reads the merges, each an array of two strings or, in files of old, a
// line: two strings with a space between.
func (f *file) pairs(s *jsontext.Scanner) error {
	lines, arrays := 0, 0
	err := s.Array(func() error {
		if s.Peek() == '[' {
			arrays++
			return f.sides(s)
		}
		lines++
		line, err := s.String()
		if err != nil || bytes.HasPrefix(line, []byte("#version")) {
			return err
		}
		left, right, found := bytes.Cut(line, []byte(" "))
		if !found || bytes.IndexByte(right, ' ') >= 0 {
			return s.Errorf("merge %q: want two tokens with a space between", line)
		}
		f.append(left)
		f.append(right)
		return nil
	})
	if err != nil {
		return err
	}
	if lines > 0 && arrays > 0 {
		return s.Errorf("some are lines, and some arrays")
	}
	all := f.take()
	f.merges = make([][2]string, len(all)/2)
	for i := range f.merges {
		f.merges[i] = [2]string{all[2*i], all[2*i+1]}
	}
	return nil
}

func (f *file) sides(s *jsontext.Scanner) error {
	n := 0
	err := s.Array(func() error {
		n++
		side, err := s.String()
		f.append(side)
		return err
	})
	if err == nil && n != 2 {
		err = s.Errorf("merge of %d: want 2", n)
	}
	return err
}

// missing is the fields that are not there, of those that are wanted.
func (f *file) missing(wanted ...string) string {
	var names []string
	for _, name := range wanted {
		if !f.has[name] {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}
