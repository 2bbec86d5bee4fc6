package tokenizer

import (
	"fmt"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/encoded"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/processor"
)

// Encode is the tokens of a text. Bytes of it that are no UTF-8 count as U+FFFD.
// The errors are of texts for which the vocabulary has no token, of truncation
// that cannot be done, and of a regular expression that takes too long.
func (t *Tokenizer) Encode(text string) (*Encoding, error) { return t.encode(text, "", 1) }

// EncodePair is the tokens of two texts, put together as the file says.
func (t *Tokenizer) EncodePair(text, pair string) (*Encoding, error) { return t.encode(text, pair, 2) }

func (t *Tokenizer) encode(text, pair string, n int) (*Encoding, error) {
	e, err := t.unpadded(text, pair, n)
	if err != nil {
		return nil, err
	}
	if p := t.options.Padding; p != nil {
		e.pad(p, p.length(e.Len()))
	}
	return e, nil
}

func (t *Tokenizer) unpadded(text, pair string, n int) (*Encoding, error) {
	s := t.take()
	defer t.give(s)
	s.texts = append(s.texts[:0], text, pair)[:n]
	parts, err := t.together(s)
	if err != nil {
		return nil, err
	}
	return build(parts, s.texts), nil
}

// EncodeIDs is the ids alone of a text, truncated and padded as the options say:
// what Encode gives, with less work.
func (t *Tokenizer) EncodeIDs(text string) ([]int, error) {
	s := t.take()
	defer t.give(s)
	s.idsOnly, s.texts = true, append(s.texts[:0], text)
	parts, err := t.together(s)
	if err != nil {
		return nil, err
	}
	n := 0
	for i := range parts {
		n += len(parts[i].Tokens)
	}
	p := t.options.Padding
	if p == nil {
		return appendIDs(make([]int, 0, n), parts), nil
	}
	ids := make([]int, 0, max(n, p.length(n)))
	if p.Direction == "Left" {
		ids = p.fill(ids, cap(ids)-n)
	}
	ids = appendIDs(ids, parts)
	return p.fill(ids, cap(ids)-len(ids)), nil
}

func appendIDs(ids []int, parts []encoded.Part) []int {
	for i := range parts {
		for j := range parts[i].Tokens {
			ids = append(ids, int(parts[i].Tokens[j].ID))
		}
	}
	return ids
}

// fill adds n ids of padding.
func (p *Padding) fill(ids []int, n int) []int {
	for range n {
		ids = append(ids, p.ID)
	}
	return ids
}

// together runs the pipeline over the texts of s, truncates them and lets the
// post-processor put them together. What it returns belongs to s.
func (t *Tokenizer) together(s *scratch) ([]encoded.Part, error) {
	s.parts = s.parts[:0]
	s.memory.Reset()
	for i, text := range s.texts {
		if err := t.run(s, text, i); err != nil {
			return nil, err
		}
		s.parts = append(s.parts, encoded.Part{Of: i + 1, Tokens: s.tokens[i]})
	}
	if err := t.truncate(s.parts); err != nil {
		return nil, fmt.Errorf("tokenizer: %w", err)
	}
	for i := range s.parts {
		s.parts[i].All(func(tokens []encoded.Token) { encoded.SetSequence(tokens, i) })
	}
	parts := s.parts
	if t.processor != nil {
		var err error
		if parts, err = t.processor.Process(&s.memory, parts, s.texts, !t.options.NoSpecial); err != nil {
			return nil, fmt.Errorf("tokenizer: post_processor: %w", err)
		}
	}
	parts, err := joined(parts)
	if err != nil {
		return nil, fmt.Errorf("tokenizer: truncation: %w", err)
	}
	return parts, nil
}

// joined is parts as they are, or as one if anything was cut off.
func joined(parts []encoded.Part) ([]encoded.Part, error) {
	for i := range parts {
		if len(parts[i].Overflow) > 0 {
			one, err := processor.Join(parts)
			return []encoded.Part{one}, err
		}
	}
	return parts, nil
}

func (t *Tokenizer) truncate(parts []encoded.Part) error {
	o := t.options.Truncation
	if o == nil {
		return nil
	}
	most := o.MaxLength
	if t.processor != nil && !t.options.NoSpecial {
		if most -= t.processor.Added(len(parts) > 1); most < 0 {
			return nil // as the reference
		}
	}
	c := encoded.Truncation{Max: most, Stride: o.Stride, Left: o.Direction == "Left"}
	switch o.Strategy {
	case "OnlyFirst":
		c.Strategy = encoded.OnlyFirst
	case "OnlySecond":
		c.Strategy = encoded.OnlySecond
	}
	return c.Apply(parts)
}
