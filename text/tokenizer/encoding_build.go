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
		e.fill(at, parts[i].Tokens, &cursors)
		at += len(parts[i].Tokens)
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

// fill makes tokens those from at on.
func (e *Encoding) fill(at int, tokens []encoded.Token, cursors *[2]cursor) {
	n := len(tokens)
	ids, texts, types := e.IDs[at:at+n], e.Tokens[at:at+n], e.TypeIDs[at:at+n]
	mask, special := e.AttentionMask[at:at+n], e.SpecialMask[at:at+n]
	words, sequences := e.Words[at:at+n], e.Sequences[at:at+n]
	bytes, runes := e.Bytes[at:at+n], e.Runes[at:at+n]
	for i := range tokens {
		t := &tokens[i]
		ids[i], texts[i], types[i] = int(t.ID), t.Text, int(t.Type)
		words[i], sequences[i] = int(t.Word), int(t.Sequence)
		mask[i] = 1
		if t.Special {
			special[i] = 1
		}
		if t.In != encoded.None {
			bytes[i] = [2]int{int(t.Start), int(t.End)}
			runes[i] = cursors[t.In].runes(int(t.Start), int(t.End))
		}
	}
}

// cursor counts the code points before places of a text that are close to each
// other.
type cursor struct {
	text       string
	ascii      bool   // a code point is a byte
	valid      bool   // the text is UTF-8
	start, end int    // where it was last
	at         [2]int // and the code points before
}

func newCursor(text string) cursor {
	n := utf8.RuneCountInString(text)
	return cursor{text: text, ascii: n == len(text), valid: utf8.ValidString(text)}
}

// runes is how many code points are before both ends of bytes [start, end).
func (c *cursor) runes(start, end int) [2]int {
	switch {
	case c.ascii:
		return [2]int{start, end}
	case start == c.start && end == c.end:
		return c.at
	case start >= c.end:
		c.at[0] = c.at[1] + c.count(c.end, start)
	case start >= c.start:
		c.at[0] += c.count(c.start, start)
	default:
		c.at[0] -= c.count(start, c.start)
	}
	if end != c.end || start >= c.end { // else it ends where the one before does
		c.at[1] = c.at[0]
		if end >= start {
			c.at[1] += c.count(start, end)
		} else {
			c.at[1] -= c.count(end, start)
		}
	}
	c.start, c.end = start, end
	return c.at
}

// count is how many code points bytes [from, to) are.
func (c *cursor) count(from, to int) (n int) {
	if !c.valid || to-from > 16 {
		return utf8.RuneCountInString(c.text[from:to])
	}
	for _, b := range []byte(c.text[from:to]) {
		if b&0xC0 != 0x80 {
			n++
		}
	}
	return n
}
