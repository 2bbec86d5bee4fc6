package tokenizer

import (
	"unicode/utf8"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/encoded"
)

// build is parts as they are given away.
func build(parts []encoded.Part, texts []string) *Encoding {
	n := 0
	for i := range parts {
		n += len(parts[i].Tokens)
	}
	e := newEncoding(n)
	cursors := [2]cursor{newCursor(texts[0])}
	if len(texts) > 1 {
		cursors[1] = newCursor(texts[1])
	}
	at := 0
	for i := range parts {
		for j := range parts[i].Tokens {
			e.set(at, &parts[i].Tokens[j], &cursors)
			at++
		}
		for _, o := range parts[i].Overflow {
			e.Overflow = append(e.Overflow, build([]encoded.Part{{Tokens: o}}, texts))
		}
	}
	return e
}

// newEncoding has room for n tokens.
func newEncoding(n int) *Encoding {
	numbers := make([]int, 6*n)
	next := func() []int {
		s := numbers[:n:n]
		numbers = numbers[n:]
		return s
	}
	offsets := make([][2]int, 2*n)
	return &Encoding{
		IDs: next(), Tokens: make([]string, n), TypeIDs: next(), AttentionMask: next(), SpecialMask: next(),
		Words: next(), Sequences: next(), Bytes: offsets[:n:n], Runes: offsets[n:],
	}
}

// set is token i.
func (e *Encoding) set(i int, t *encoded.Token, cursors *[2]cursor) {
	e.IDs[i], e.Tokens[i], e.TypeIDs[i] = int(t.ID), t.Text, int(t.Type)
	e.Words[i], e.Sequences[i] = int(t.Word), int(t.Sequence)
	if !t.Padding {
		e.AttentionMask[i] = 1
	}
	if t.Special {
		e.SpecialMask[i] = 1
	}
	if t.In == encoded.None {
		return
	}
	start, end := int(t.Start), int(t.End)
	e.Bytes[i] = [2]int{start, end}
	e.Runes[i] = [2]int{cursors[t.In].rune(start), cursors[t.In].rune(end)}
}

// cursor counts the code points of a text before places that are close to each
// other.
type cursor struct {
	text     string
	byte, at int // a place, and the code points before it
}

func newCursor(text string) cursor { return cursor{text: text} }

// rune is how many code points are before a byte.
func (c *cursor) rune(at int) int {
	if at >= c.byte {
		c.at += utf8.RuneCountInString(c.text[c.byte:at])
	} else {
		c.at -= utf8.RuneCountInString(c.text[at:c.byte])
	}
	c.byte = at
	return c.at
}
