package tokenizer

import (
	"fmt"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/added"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/encoded"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/pretokenizer"
)

// mostText is more bytes than a text may have: offsets are 32 bits, and words may
// be longer than what they came from.
const mostText = 1 << 28

// pipeline makes tokens of a text, the first or the second.
type pipeline struct {
	*Tokenizer
	*scratch
	which  int
	source string
	word   int32
	whole  string // the normalized segment, once a long part of it is wanted
}

// run leaves the tokens of a text in s.tokens[which].
func (t *Tokenizer) run(s *scratch, text string, which int) error {
	if len(text) > mostText {
		return fmt.Errorf("tokenizer: a text of %d bytes: want %d at most", len(text), mostText)
	}
	p := pipeline{Tokenizer: t, scratch: s, which: which, source: text}
	s.tokens[which] = s.tokens[which][:0]
	var err error
	if s.added[0], err = t.added.Find(s.added[0][:0], text, t.options.PlainSpecial); err != nil {
		return fmt.Errorf("tokenizer: %w", err)
	}
	from := 0
	for _, m := range s.added[0] {
		if err := p.segment(from, int(m.Start)); err != nil {
			return err
		}
		p.addedToken(m.ID, int(m.Start), int(m.End), nil)
		from = int(m.End)
	}
	return p.segment(from, len(text))
}

// segment makes tokens of bytes [from, to) of the text, which no token that is not
// normalized is in.
func (p *pipeline) segment(from, to int) error {
	if from >= to {
		return nil
	}
	p.whole = ""
	p.text.Reset(p.source[from:to], from)
	if p.normalizer != nil {
		if err := p.normalizer.Normalize(&p.text); err != nil {
			return fmt.Errorf("tokenizer: normalizer: %w", err)
		}
	}
	if err := p.split(); err != nil {
		return err
	}
	if p.preTokenizer != nil {
		if err := p.preTokenizer.PreTokenize(&p.splits); err != nil {
			return fmt.Errorf("tokenizer: pre_tokenizer: %w", err)
		}
	}
	text := p.text.Bytes()
	for _, split := range p.splits.List {
		word := text[split.Start:split.End]
		if split.ID != pretokenizer.NoToken {
			start, end := p.text.Original(int(split.Start), int(split.End))
			p.addedToken(split.ID, start, end, word)
			continue
		}
		if err := p.encodeWord(word, int(split.Start)); err != nil {
			return err
		}
	}
	return nil
}

// split finds the added tokens in the normalized text.
func (p *pipeline) split() error {
	p.splits.Reset(&p.text)
	if !p.Tokenizer.added.HasNormalized() {
		return nil
	}
	text := p.text.Bytes()
	var err error
	p.scratch.added[1], err = p.Tokenizer.added.FindNormalized(p.scratch.added[1][:0], text, p.options.PlainSpecial)
	if err != nil {
		return fmt.Errorf("tokenizer: %w", err)
	}
	if len(p.scratch.added[1]) > 0 {
		p.splits.List = cut(p.splits.List[:0], p.scratch.added[1], int32(len(text)))
	}
	return nil
}

// cut appends the tokens of a text of n bytes, and what is between them.
func cut(list []pretokenizer.Split, tokens []added.Match, n int32) []pretokenizer.Split {
	from := int32(0)
	for _, m := range tokens {
		if from < m.Start {
			list = append(list, pretokenizer.Split{Start: from, End: m.Start, ID: pretokenizer.NoToken})
		}
		list = append(list, pretokenizer.Split{Start: m.Start, End: m.End, ID: m.ID})
		from = m.End
	}
	if from < n {
		list = append(list, pretokenizer.Split{Start: from, End: n, ID: pretokenizer.NoToken})
	}
	return list
}

// addedToken adds a token that stands for bytes [start, end) of the text, and was
// found as it is written there or, if it was normalized, as word.
func (p *pipeline) addedToken(id int32, start, end int, word []byte) {
	t := encoded.Token{
		ID: id, Type: int32(p.which), Start: int32(start), End: int32(end), Word: p.word, In: int8(p.which),
	}
	if !p.idsOnly {
		t.Text, _ = p.Tokenizer.added.Text(int(id))
		found := p.source[start:max(start, end)]
		if word == nil && t.Text != found {
			t.Text = found
		}
		if word != nil && t.Text != string(word) { // compared without a copy
			t.Text = p.written(word, found)
		}
	}
	p.tokens[p.which] = append(p.tokens[p.which], t)
	p.word++
}

// written is a part of the normalized segment, where the text has found. Tokens may
// take the same spaces again and again, so one that is long is neither compared nor
// copied.
func (p *pipeline) written(word []byte, found string) string {
	const long = 256
	switch {
	case len(word) < long && found == string(word), len(word) >= long && p.text.Identity():
		return found
	case len(word) < long:
		return string(word)
	case p.whole == "":
		p.whole = string(p.text.Bytes())
	}
	at := cap(p.text.Bytes()) - cap(word)
	return p.whole[at : at+len(word)]
}

// encodeWord adds the pieces of a word, which begins at byte base of the
// normalized text.
func (p *pipeline) encodeWord(word []byte, base int) error {
	var err error
	p.pieces, err = p.model.Append(p.pieces[:0], word, &p.words)
	if err != nil {
		return fmt.Errorf("tokenizer: %w", err)
	}
	list := p.tokens[p.which]
	for _, piece := range p.pieces {
		if p.idsOnly {
			list = append(list, encoded.Token{ID: piece.ID})
			continue
		}
		start, end := p.original(piece, len(word), base)
		list = append(list, encoded.Token{
			ID: piece.ID, Type: int32(p.which), Start: int32(start), End: int32(end),
			Word: p.word, In: int8(p.which), Text: p.model.Text(piece, word, p.source[start:max(start, end)]),
		})
	}
	p.tokens[p.which] = list
	p.word++
	return nil
}
