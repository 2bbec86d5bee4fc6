package data

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/gaze-ml/gaze/text/segment"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// documentsReader makes Documents of the lines of a text.
type documentsReader struct {
	all       *Documents
	tokenizer *tokenizer.Tokenizer
	words     segment.Segmenter
	waiting   []string // sentences of the document that is read
}

// ReadDocuments cuts a text into documents, parted by blank lines, their lines into
// Sentences, and those into tokens without special ones. Which tokens are of one
// word, for Masking.Whole, the tokenizer says: of WordPiece those that ## joins.
// words joins, beside, all that lies within one word of its: Chinese characters, of
// which each would be a word of its own. nil joins nothing.
//
// A text without a token is an error.
func ReadDocuments(text io.Reader, t *tokenizer.Tokenizer, words segment.Segmenter) (*Documents, error) {
	o := t.Options()
	o.NoSpecial, o.Truncation, o.Padding = true, nil, nil
	plain, err := t.With(o)
	if err != nil {
		return nil, err
	}
	tokens, err := emptyTokens(vocabOf(t))
	if err != nil {
		return nil, err
	}
	name := nameOf(text)
	r := &documentsReader{&Documents{name: name, tokens: tokens, sentences: []int{0}}, plain, words, nil}
	lines := bufio.NewScanner(text)
	lines.Buffer(nil, mostLine)
	number := 0
	for ; lines.Scan(); number++ {
		found := Sentences(lines.Text())
		r.waiting = append(r.waiting, found...)
		if len(found) == 0 {
			err = r.end()
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: the document that ends there: %w", name, number+1, err)
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return nil, fmt.Errorf("%s:%d: the line has more than %d bytes", name, number+1, mostLine)
	}
	if err := errors.Join(lines.Err(), r.end()); err != nil {
		return nil, err
	}
	if r.all.Len() == 0 {
		return nil, fmt.Errorf("%s has no token: want text, its documents parted by blank lines", name)
	}
	return r.all, nil
}

// vocabOf is one more than the largest id that a tokenizer may give.
func vocabOf(t *tokenizer.Tokenizer) int {
	n := t.Size()
	for _, a := range t.AddedTokens() {
		n = max(n, a.ID+1)
	}
	return n
}

// end makes the sentences that wait a document, unless they have no token.
func (r *documentsReader) end() error {
	if len(r.waiting) == 0 {
		return nil
	}
	encoded, err := r.tokenizer.EncodeBatch(r.waiting)
	if err != nil {
		return err
	}
	d := r.all
	from := len(d.sentences) - 1
	for i, e := range encoded {
		if e.Len() == 0 {
			continue
		}
		if err := d.tokens.add(e.IDs); err != nil {
			return err
		}
		d.joined = append(d.joined, joins(e, r.waiting[i], r.words)...)
		d.sentences = append(d.sentences, d.tokens.Len())
	}
	if to := len(d.sentences) - 1; to > from {
		d.documents = append(d.documents, [2]int{from, to})
	}
	r.waiting = r.waiting[:0]
	return nil
}

// joins says of each token whether it is of the word that the one before is of.
func joins(e *tokenizer.Encoding, text string, words segment.Segmenter) []bool {
	joined := make([]bool, e.Len())
	var of []int // the word of each byte
	if words != nil {
		of = wordOfBytes(text, words.Segment(text))
	}
	for i := 1; i < len(joined); i++ {
		joined[i] = e.Words[i] >= 0 && e.Words[i] == e.Words[i-1]
		last, first := e.Bytes[i-1][1]-1, e.Bytes[i][0]
		if of != nil && last >= 0 && first < len(of) && of[first] >= 0 && of[first] == of[last] {
			joined[i] = true
		}
	}
	return joined
}

// wordOfBytes is which of words each byte of a text is of, -1 for none.
func wordOfBytes(text string, words []string) []int {
	of := make([]int, len(text))
	for i := range of {
		of[i] = -1
	}
	at := 0
	for n, w := range words {
		found := strings.Index(text[at:], w)
		if found < 0 {
			continue // a segmenter that changes what it cuts
		}
		at += found
		for range len(w) {
			of[at] = n
			at++
		}
	}
	return of
}
