package aligned

import "unicode/utf8"

// span is what byte i of the text stands for; what the last does, behind all.
func (t *Text) span(i int) Span {
	switch {
	case i >= len(t.bytes):
		return t.before(len(t.bytes))
	case t.moved:
		return t.spans[i]
	case t.bytes[i] < utf8.RuneSelf:
		return Span{int32(i), int32(i + 1)}
	}
	_, size := utf8.DecodeRune(t.bytes[i:])
	return Span{int32(i), int32(i + size)}
}

// before is what the byte before i stands for.
func (t *Text) before(i int) Span {
	switch {
	case i == 0:
		return Span{}
	case t.moved:
		return t.spans[i-1]
	}
	_, size := utf8.DecodeLastRune(t.bytes[:i])
	return Span{int32(i - size), int32(i)}
}

// appendSpans appends what bytes [from, to) stand for.
func (t *Text) appendSpans(dst []Span, from, to int) []Span {
	if t.moved {
		return append(dst, t.spans[from:to]...)
	}
	return identity(dst, t.bytes, from, to)
}

// identity appends the spans of the characters in [from, to), each byte of which
// stands for its whole character.
func identity(dst []Span, text []byte, from, to int) []Span {
	for i := from; i < to; {
		size := 1
		if text[i] >= utf8.RuneSelf {
			_, size = utf8.DecodeRune(text[i:to])
		}
		s := Span{int32(i), int32(i + size)}
		for range size {
			dst = append(dst, s)
		}
		i += size
	}
	return dst
}
