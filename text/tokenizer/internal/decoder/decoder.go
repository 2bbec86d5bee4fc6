// Package decoder turns tokens into text, one by one, as Hugging Face's
// tokenizers does it for all of them.
//
// A decoder is a chain of steps. A step is given a token in one piece or in
// several, of which the last says so, and hands on what it made of it as soon as
// nothing that may follow can change it.
package decoder

import (
	"encoding/json"
	"fmt"
)

// Decoder makes steps. It does not change, so it serves many goroutines.
type Decoder interface {
	// step is a fresh one, which gives what it makes to next.
	step(next sink) sink
}

// sink takes tokens.
type sink interface {
	piece(text string, last bool) // a token, or the next piece of one
	end()                         // there are no more tokens
}

// Run is a decoder at work on a text.
type Run struct {
	first sink
	text  buffer
}

// NewRun begins a text. A decoder of nil puts spaces between tokens.
func NewRun(d Decoder) *Run {
	r := &Run{}
	if d == nil {
		d = spaces{}
	}
	r.first = d.step(&r.text)
	return r
}

// Token is the next token.
func (r *Run) Token(text string) { r.first.piece(text, true) }

// End is after the last token.
func (r *Run) End() { r.first.end() }

// Take is what was decoded since Take was last called.
func (r *Run) Take() string {
	text := string(r.text)
	r.text = r.text[:0]
	return text
}

type buffer []byte

func (b *buffer) piece(text string, _ bool) { *b = append(*b, text...) }
func (b *buffer) end()                      {}

// deepest is how many sequences may be in each other.
const deepest = 16

// FromJSON reads a decoder of a tokenizer.json. What it does not know is an error
// that names it.
func FromJSON(raw json.RawMessage) (Decoder, error) { return fromJSON(raw, 0) }

func fromJSON(raw json.RawMessage, depth int) (Decoder, error) {
	var kind struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(raw, &kind); err != nil {
		return nil, err
	}
	read, known := map[string]func(json.RawMessage) (Decoder, error){
		"BPEDecoder":   newBPE,
		"ByteFallback": func(json.RawMessage) (Decoder, error) { return byteFallback{}, nil },
		"ByteLevel":    func(json.RawMessage) (Decoder, error) { return byteLevel{}, nil },
		"CTC":          newCTC,
		"Fuse":         func(json.RawMessage) (Decoder, error) { return fuse{}, nil },
		"Metaspace":    newMetaspace,
		"Replace":      newReplace,
		"Sequence":     func(raw json.RawMessage) (Decoder, error) { return newSequence(raw, depth) },
		"Strip":        newStrip,
		"WordPiece":    newWordPiece,
	}[kind.Type]
	if !known {
		return nil, fmt.Errorf("type is %q: it is not supported", kind.Type)
	}
	d, err := read(raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", kind.Type, err)
	}
	return d, nil
}

// sequence is decoders one after another.
type sequence []Decoder

func newSequence(raw json.RawMessage, depth int) (Decoder, error) {
	var file struct {
		Decoders []json.RawMessage `json:"decoders"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, err
	}
	if depth == deepest {
		return nil, fmt.Errorf("more than %d sequences in each other", deepest)
	}
	s := make(sequence, len(file.Decoders))
	for i, d := range file.Decoders {
		var err error
		if s[i], err = fromJSON(d, depth+1); err != nil {
			return nil, fmt.Errorf("%d: %w", i, err)
		}
	}
	return s, nil
}

func (s sequence) step(next sink) sink {
	for i := len(s) - 1; i >= 0; i-- {
		next = s[i].step(next)
	}
	return next
}
