package model

import "slices"

// follow adds the pieces of the best way to the end of word.
func (m *Unigram) follow(dst []Piece, word []byte, s *Scratch) []Piece {
	begin := len(dst)
	for end := int32(len(word)); end > 0; {
		at := s.best[end]
		if at.id != m.unknownID {
			dst = append(dst, Piece{at.id, at.start, end})
			end = at.start
			continue
		}
		start := at.start
		for start > 0 && s.best[start].id == m.unknownID {
			start = s.best[start].start
		}
		dst = m.appendUnknown(dst, word, start, end)
		end = start
	}
	slices.Reverse(dst[begin:])
	return dst
}

// appendUnknown adds what is unknown between start and end: the token that is
// spelt so after all, its bytes last to first, or the unknown token.
func (m *Unigram) appendUnknown(dst []Piece, word []byte, start, end int32) []Piece {
	text := word[start:end]
	if id := m.find(text); id >= 0 {
		return append(dst, Piece{id, start, end})
	}
	if m.byteFallback && spelt(text, &m.bytes) {
		for i := len(text) - 1; i >= 0; i-- {
			dst = append(dst, Piece{m.bytes[text[i]], start, end})
		}
		return dst
	}
	return append(dst, Piece{m.unknownID, start, end})
}

// Text is the token of a piece; something unknown is shown as it was written.
func (m *Unigram) Text(p Piece, word []byte, source string) string {
	if p.ID == m.unknownID {
		return Written(p, word, source)
	}
	return m.vocabulary.Text(p, word, source)
}

// Written is a piece as its word has it, a part of source if that is the same.
func Written(p Piece, word []byte, source string) string {
	if written := word[p.Start:p.End]; string(written) != source { // compared without a copy
		return string(written)
	}
	return source
}
