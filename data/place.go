package data

import (
	"bytes"
	"errors"
	"unicode/utf8"

	"github.com/gaze-ml/gaze/text/tokenizer"
)

// place is how far a text has been read: what comes next is in this line and
// column, both from 0.
type place struct{ line, column int }

// pass goes over text.
func (p *place) pass(text []byte) {
	if n := bytes.Count(text, []byte("\n")); n > 0 {
		p.line += n
		p.column = 0
		text = text[bytes.LastIndexByte(text, '\n')+1:]
	}
	p.column += utf8.RuneCount(text)
}

// of turns an error in the next piece of a text into one in the whole.
func (p place) of(err error) error {
	var e *tokenizer.TextError
	if !errors.As(err, &e) {
		return err
	}
	moved := *e
	if moved.Line == 1 {
		moved.Column += p.column
	}
	moved.Line += p.line
	return &moved
}
