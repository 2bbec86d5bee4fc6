package processor

import (
	"fmt"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/encoded"
)

// mostOverflow is more combinations of what was cut off than anything is made of: a
// template that has a text k times makes n^k of n pieces.
const mostOverflow = 1 << 16

// Join puts parts, and what was cut off of each, in a row: every combination of
// what was cut off of one with the others. The error is that these are too many.
func Join(parts []encoded.Part) (encoded.Part, error) {
	if len(parts) == 1 {
		return parts[0], nil
	}
	if err := combinations(parts); err != nil {
		return encoded.Part{}, err
	}
	var all encoded.Part
	for i := range parts {
		all = join(all, parts[i])
	}
	return all, nil
}

// combinations refuses to make too many. What is cut off of one part alone is no
// longer than its text, however many pieces it is.
func combinations(parts []encoded.Part) error {
	cut, all := 0, 1
	for _, p := range parts {
		if n := len(p.Overflow); n > 0 {
			cut++
			all *= n + 1
		}
		if cut > 1 && all-1 > mostOverflow {
			return fmt.Errorf("more than %d combinations of what was cut off of %d texts of a pair, or places of a template, "+
				"each with each: cut one of them alone, or leave more tokens", mostOverflow, cut)
		}
	}
	return nil
}

func join(a, b encoded.Part) encoded.Part {
	var overflow [][]encoded.Token
	for _, o := range a.Overflow {
		overflow = append(overflow, concat(o, b.Tokens))
		for _, p := range b.Overflow {
			overflow = append(overflow, concat(o, p))
		}
	}
	for _, p := range b.Overflow {
		overflow = append(overflow, concat(a.Tokens, p))
	}
	return encoded.Part{Tokens: append(a.Tokens, b.Tokens...), Overflow: overflow}
}

func concat(a, b []encoded.Token) []encoded.Token {
	return append(append(make([]encoded.Token, 0, len(a)+len(b)), a...), b...)
}
