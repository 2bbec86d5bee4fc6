package pattern

import (
	"bytes"
	"sync"
	"unicode/utf8"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/regex"
)

// Pattern finds matches. It is never changed and may be used by many goroutines.
type Pattern interface {
	// AppendMatches appends all matches in text, valid UTF-8, from left to right and
	// without overlap. Its error names the pattern.
	AppendMatches(dst []regex.Range, text []byte) ([]regex.Range, error)
}

// New is the pattern of a text as it is or of a regular expression, whose error
// says what is wrong with it.
func New(text string, regular bool) (Pattern, error) {
	if !regular {
		return literal(text), nil
	}
	if match, known := known[text]; known {
		return match, nil
	}
	return regex.Compile(text)
}

// List is borrowed memory for matches.
type List struct{ Ranges []regex.Range }

var lists = sync.Pool{New: func() any { return &List{} }}

// Borrow gives an empty list, to be given back by Return.
func Borrow() *List {
	l := lists.Get().(*List)
	l.Ranges = l.Ranges[:0]
	return l
}

// Return takes a list back.
func Return(l *List) { lists.Put(l) }

// literal is a text as it is. An empty one is found beside all characters.
type literal string

// AppendMatches never fails.
func (l literal) AppendMatches(dst []regex.Range, text []byte) ([]regex.Range, error) {
	for at := 0; at <= len(text) && len(text) > 0; {
		i := bytes.Index(text[at:], []byte(l))
		if i < 0 {
			break
		}
		at += i
		dst = append(dst, regex.Range{Start: int32(at), End: int32(at + len(l))})
		if at += len(l); len(l) == 0 {
			_, size := utf8.DecodeRune(text[at:])
			at += max(size, 1)
		}
	}
	return dst, nil
}

// byHand gives where a match that begins at i ends; i if there is none.
type byHand func(text []byte, i int) int

// AppendMatches never fails.
func (f byHand) AppendMatches(dst []regex.Range, text []byte) ([]regex.Range, error) {
	for i := 0; i < len(text); {
		end := f(text, i)
		if end == i {
			_, size := utf8.DecodeRune(text[i:])
			i += size
			continue
		}
		dst = append(dst, regex.Range{Start: int32(i), End: int32(end)})
		i = end
	}
	return dst, nil
}
